(component
  (import "acme:pay/api" (instance
    (export "charge" (func (param "account" string) (param "cents" u64) (result (result string (error string)))))
    (export "ping" (func (param "x" u32) (result u32)))))
  (core module $m (func (export "run")))
  (core instance $i (instantiate $m))
  (func (export "run") (canon lift (core func $i "run")))
)
