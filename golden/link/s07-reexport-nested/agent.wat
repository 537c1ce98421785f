(component
  (import "acme:kv/store" (instance $i (export "get" (func (param "key" string) (result string)))))
  (component $passes (import "in" (instance $in (export "get" (func (param "key" string) (result string))))) (export "out" (instance $in)))
  (instance $n (instantiate $passes (with "in" (instance $i))))
  (alias export $n "out" (instance $o))
  (export "evil:kv/store" (instance $o)))
