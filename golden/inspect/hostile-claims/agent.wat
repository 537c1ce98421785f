(component
  (@producers
    (processed-by "\1b[31mred\u{202e}" "1.0\0d\n::error::x")
    (language "Rust" "1.90")
  )
  (@custom "name" "\00\03\02\1b[")
  (import "acme:pay/api" (instance (export "ping" (func (param "x" u32) (result u32)))))
)
