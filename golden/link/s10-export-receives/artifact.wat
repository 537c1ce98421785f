(component
  (type (;0;)
    (instance
      (export (;0;) "connection" (type (sub resource)))
    )
  )
  (import "acme:db/types" (instance (;0;) (type 0)))
  (component (;0;)
    (@custom "the agent: 220 bytes, sha256 593a46196538f30ffdac3279056bdf19770fdac1639794bfff75a2f541a43c3a" "")
  )
  (instance (;1;) (instantiate 0
      (with "acme:db/types" (instance 0))
    )
  )
  (alias export 1 "init" (func (;0;)))
  (export (;1;) "init" (func 0))
  (@custom "caplink: a copy of the lockfile, 1110 bytes" "")
)
