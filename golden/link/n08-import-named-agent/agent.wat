(component (import "agent" (instance (export "f" (func)))) (import "b" (instance (export "g" (func)))))
