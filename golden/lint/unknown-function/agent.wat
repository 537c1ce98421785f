(component
  (import "wasi:cli/environment@0.2.6" (instance
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "zzz" (func))))
  (import "wasi:random/random@0.2.6" (instance (export "get-random-u64" (func (param "seed" u64) (result u64)))))
  (import "wasi:random/random@0.4.0" (instance (export "get-random-u64" (func (result u64)))))
  (import "wasi:cli/stdout" (instance (export "get-stdout" (func))))
)
