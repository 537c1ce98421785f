(component
  (import "acme:slow/api" (instance (export "wait" (func async (param "ms" u32)))))
  (core module $m (func (export "run")))
  (core instance $i (instantiate $m))
  (func (export "run") (canon lift (core func $i "run")))
)
