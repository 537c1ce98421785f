(component
  (component (;0;)
    (@custom "the agent: 281 bytes, sha256 591361d3668f0a812d03d57725f36d424eb19575983060b99cd4c7f05af791f3" "")
  )
  (instance (;0;) (instantiate 0))
  (alias export 0 "wasi:cli/run@0.2.6" (instance (;1;)))
  (export (;2;) "wasi:cli/run@0.2.6" (instance 1))
  (@custom "caplink: a copy of the lockfile, 1142 bytes" "")
)
