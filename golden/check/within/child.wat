(component
  (import "acme:pay/api" (instance
    (export "charge" (func (param "account" string) (param "cents" u64) (result (result string (error string)))))))
  (import "wasi:random/random@0.2.6" (instance (export "get-random-u64" (func (result u64)))))
  (core module $m (func (export "made")))
  (core instance $i (instantiate $m))
  (func (export "made") (canon lift (core func $i "made"))))
