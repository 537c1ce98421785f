(component
  (import "acme:pay/api" (instance $pay
    (export "charge" (func (param "account" string) (param "cents" u64) (result (result string (error string)))))
    (export "ping" (func (param "x" u32) (result u32)))))
  (core module $memory
    (memory (export "m") 1)
    (func (export "r") (param i32 i32 i32 i32) (result i32) i32.const 0))
  (core instance $memory (instantiate $memory))
  (core func $charge (canon lower (func $pay "charge") (memory (core memory $memory "m")) (realloc (core func $memory "r"))))
  (core func $ping (canon lower (func $pay "ping")))
  (core module $main
    (import "h" "charge" (func $charge (param i32 i32 i64 i32)))
    (import "h" "ping" (func $ping (param i32) (result i32)))
    (func (export "run")
      (call $charge (i32.const 0) (i32.const 0) (i64.const 1) (i32.const 8))
      (drop (call $ping (i32.const 1)))))
  (core instance $main (instantiate $main (with "h" (instance (export "charge" (func $charge)) (export "ping" (func $ping))))))
  (func (export "run") (canon lift (core func $main "run")))
)
