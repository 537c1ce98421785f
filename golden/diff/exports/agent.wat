(component
  (core module $m (func (export "run")) (func (export "stop")))
  (core instance $i (instantiate $m))
  (func (export "run") (canon lift (core func $i "run")))
  (func (export "stop") (canon lift (core func $i "stop"))))
