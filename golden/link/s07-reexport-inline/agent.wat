(component (import "acme:kv/store" (instance $i (export "get" (func (param "key" string) (result string)))))
  (alias export $i "get" (func $f)) (instance $j (export "get" (func $f))) (export "evil:kv/store" (instance $j)))
