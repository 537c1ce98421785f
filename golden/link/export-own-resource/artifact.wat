(component
  (component (;0;)
    (@custom "the agent: 478 bytes, sha256 5e6f4edcab4b6865d65a815493a33c4cef771ed94d700a6497c40882dfe5e467" "")
  )
  (instance (;0;) (instantiate 0))
  (alias export 0 "acme:own/counter@1.0.0" (instance (;1;)))
  (export (;2;) "acme:own/counter@1.0.0" (instance 1))
  (@custom "caplink: a copy of the lockfile, 930 bytes" "")
)
