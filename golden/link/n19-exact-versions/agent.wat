(component
  (import "wasi:random/random@0.2.3" (instance (export "get-random-u64" (func (result u64)))))
  (import "wasi:random/insecure@0.2.8" (instance (export "get-insecure-random-u64" (func (result u64)))))
  (import "acme:pay/api@0.0.3" (instance (export "f" (func))))
  (import "acme:pay/api@0.0.4" (instance (export "f" (func)))))
