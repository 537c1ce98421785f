(component (import "acme:kv/store" (instance $i (export "get" (func (param "key" string) (result string))))) (export "evil:kv/store" (instance $i)))
