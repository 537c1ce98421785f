(component
  (import "acme:pay/api@1.0.0" (instance
    (type $e' (enum "a" "b")) (export "e" (type $e (eq $e'))) (export "f" (func (param "e" $e)))))
  (import "acme:pay/api@1.1.0" (instance
    (type $e' (enum "a" "b" "c")) (export "e" (type $e (eq $e'))) (export "f" (func (param "e" $e)) )))
)
