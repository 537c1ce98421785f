(component
  (import "acme:base/types@1.0.0" (instance $a (type $r (record (field "x" u32))) (export "r" (type (eq $r))) (export "h" (type (sub resource)))))
  (alias export $a "r" (type $r)) (alias export $a "h" (type $h))
  (import "acme:base/types@1.2.0" (instance $b (type $r (record (field "x" u32))) (export "r" (type (eq $r))) (export "h" (type (sub resource)))))
  (alias export $b "h" (type $h2))
  (import "acme:use/a" (instance (alias outer 1 $r (type $r0)) (export "r" (type $r' (eq $r0))) (alias outer 1 $h (type $h0)) (export "h" (type $h' (eq $h0))) (export "f" (func (param "r" $r') (result (own $h'))))))
  (import "acme:use/b" (instance (alias outer 1 $h2 (type $h0)) (export "h" (type $h' (eq $h0))) (export "g" (func (param "h" (borrow $h')))))))
