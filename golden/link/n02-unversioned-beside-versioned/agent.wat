(component
  (import "wasi:random/random" (instance (export "get-random-u64" (func (result u64)))))
  (import "wasi:random/random@0.2.6" (instance (export "get-random-u64" (func (result u64))))))
