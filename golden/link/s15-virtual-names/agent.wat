(component
  (import "wasi:io/streams@0.2.0" (instance $s (export "output-stream" (type (sub resource)))))
  (alias export $s "output-stream" (type $out))
  (import "wasi:cli/stdout@0.2.0" (instance
    (alias outer 1 $out (type $o))
    (export "output-stream" (type $os (eq $o)))
    (type $own (own $os))
    (export "get-stdout" (func (result $own)))))
  (import "acme:a/x" (instance
    (alias outer 1 $out (type $o))
    (export "output-stream" (type $os (eq $o)))
    (type $e (enum "one"))
    (export "code" (type $code (eq $e)))
    (type $b (borrow $os))
    (export "f" (func (param "s" $b) (result $code)))))
  (import "acme:b/y" (instance
    (alias outer 1 $out (type $o))
    (export "output-stream" (type $os (eq $o)))
    (type $e (enum "two"))
    (export "code" (type $code (eq $e)))
    (type $b (borrow $os))
    (export "g" (func (param "s" $b) (result $code)))))
)
