(component
  (import "wasi:http/types@0.2.6" (instance $types
    (export "outgoing-request" (type (sub resource))) (export "future-incoming-response" (type (sub resource)))))
  (alias export $types "outgoing-request" (type $request))
  (alias export $types "future-incoming-response" (type $future))
  (import "wasi:http/outgoing-handler@0.2.6" (instance
    (alias outer 1 $request (type $r)) (export "outgoing-request" (type $request' (eq $r)))
    (alias outer 1 $future (type $f)) (export "future-incoming-response" (type $future' (eq $f)))
    (export "handle" (func (param "request" (own $request')) (param "extra" (option u32)) (result (result (own $future') (error string))))))))
