(component
  (import "acme:db/types" (instance $t (export "connection" (type (sub resource)))))
  (alias export $t "connection" (type $connection))
  (core module $m (func (export "f") (param i32)))
  (core instance $i (instantiate $m))
  (func $f (param "c" (own $connection)) (canon lift (core func $i "f")))
  (export "init" (func $f)))
