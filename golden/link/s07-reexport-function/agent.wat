(component (import "acme:kv/store" (instance $i (export "get" (func (param "key" string) (result string))))) (alias export $i "get" (func $f)) (export "take" (func $f)))
