(component
  (import "wasi:cli/environment@0.2.0" (instance
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "get-arguments" (func (param "all" bool) (result (list string))))
    (export "zzz" (func)))))
