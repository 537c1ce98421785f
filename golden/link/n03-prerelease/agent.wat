(component
  (import "wasi:random/random@0.2.0-rc-2023-11-10" (instance (export "get-random-u64" (func (result u64)))))
  (import "wasi:random/random@0.3.0-rc-2025-09-16" (instance (export "get-random-u64" (func (result u64)))))
  (import "acme:pay/api@1.0.0-beta" (instance (export "f" (func)))))
