(component
  (type (;0;)
    (instance
      (type (;0;) (result string (error string)))
      (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
      (export (;0;) "refund" (func (type 1)))
      (type (;2;) (func (param "x" u32) (result u32)))
      (export (;1;) "ping" (func (type 2)))
    )
  )
  (import "acme:pay/api" (instance (;0;) (type 0)))
  (type (;1;)
    (instance
      (export (;0;) "pollable" (type (sub resource)))
      (type (;1;) (borrow 0))
      (type (;2;) (func (param "self" 1)))
      (export (;0;) "[method]pollable.block" (func (type 2)))
    )
  )
  (import "wasi:io/poll@0.2.6" (instance (;1;) (type 1)))
  (type (;2;)
    (instance
      (export (;0;) "error" (type (sub resource)))
    )
  )
  (import "wasi:io/error@0.2.6" (instance (;2;) (type 2)))
  (alias export 2 "error" (type (;3;)))
  (alias export 1 "pollable" (type (;4;)))
  (type (;5;)
    (instance
      (export (;0;) "input-stream" (type (sub resource)))
      (export (;1;) "output-stream" (type (sub resource)))
      (alias outer 1 3 (type (;2;)))
      (export (;3;) "error" (type (eq 2)))
      (type (;4;) (own 3))
      (type (;5;) (variant (case "last-operation-failed" 4) (case "closed")))
      (export (;6;) "stream-error" (type (eq 5)))
      (alias outer 1 4 (type (;7;)))
      (export (;8;) "pollable" (type (eq 7)))
      (type (;9;) (borrow 1))
      (type (;10;) (result u64 (error 6)))
      (type (;11;) (func (param "self" 9) (result 10)))
      (export (;0;) "[method]output-stream.check-write" (func (type 11)))
      (type (;12;) (list u8))
      (type (;13;) (result (error 6)))
      (type (;14;) (func (param "self" 9) (param "contents" 12) (result 13)))
      (export (;1;) "[method]output-stream.write" (func (type 14)))
      (type (;15;) (func (param "self" 9) (result 13)))
      (export (;2;) "[method]output-stream.blocking-flush" (func (type 15)))
      (type (;16;) (own 8))
      (type (;17;) (func (param "self" 9) (result 16)))
      (export (;3;) "[method]output-stream.subscribe" (func (type 17)))
    )
  )
  (import "wasi:io/streams@0.2.6" (instance (;3;) (type 5)))
  (type (;6;)
    (instance
      (type (;0;) (tuple string string))
      (type (;1;) (list 0))
      (type (;2;) (func (result 1)))
      (export (;0;) "get-environment" (func (type 2)))
    )
  )
  (import "wasi:cli/environment@0.2.6" (instance (;4;) (type 6)))
  (type (;7;)
    (instance
      (type (;0;) (result))
      (type (;1;) (func (param "status" 0)))
      (export (;0;) "exit" (func (type 1)))
    )
  )
  (import "wasi:cli/exit@0.2.6" (instance (;5;) (type 7)))
  (alias export 3 "input-stream" (type (;8;)))
  (type (;9;)
    (instance
      (alias outer 1 8 (type (;0;)))
      (export (;1;) "input-stream" (type (eq 0)))
      (type (;2;) (own 1))
      (type (;3;) (func (result 2)))
      (export (;0;) "get-stdin" (func (type 3)))
    )
  )
  (import "wasi:cli/stdin@0.2.6" (instance (;6;) (type 9)))
  (alias export 3 "output-stream" (type (;10;)))
  (type (;11;)
    (instance
      (alias outer 1 10 (type (;0;)))
      (export (;1;) "output-stream" (type (eq 0)))
      (type (;2;) (own 1))
      (type (;3;) (func (result 2)))
      (export (;0;) "get-stdout" (func (type 3)))
    )
  )
  (import "wasi:cli/stdout@0.2.6" (instance (;7;) (type 11)))
  (alias export 3 "output-stream" (type (;12;)))
  (type (;13;)
    (instance
      (alias outer 1 12 (type (;0;)))
      (export (;1;) "output-stream" (type (eq 0)))
      (type (;2;) (own 1))
      (type (;3;) (func (result 2)))
      (export (;0;) "get-stderr" (func (type 3)))
    )
  )
  (import "wasi:cli/stderr@0.2.6" (instance (;8;) (type 13)))
  (component (;0;)
    (type (;0;)
      (instance
        (type (;0;) (result string (error string)))
        (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
        (export (;0;) "refund" (func (type 1)))
        (type (;2;) (func (param "x" u32) (result u32)))
        (export (;1;) "ping" (func (type 2)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i64) (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 48)
      (export "f0" (func 0))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func (;0;) (type 0) (param i32 i32 i64) (result i32)
        i32.const 16
        i32.const 48
        global.set 0
      )
      (func (;1;) (type 1) (param i32 i32 i32 i32) (result i32)
        (local i32 i32)
        global.get 0
        local.get 2
        i32.add
        i32.const 1
        i32.sub
        i32.const 0
        local.get 2
        i32.sub
        i32.and
        local.tee 4
        local.get 3
        i32.add
        local.tee 5
        local.get 4
        i32.lt_u
        if ;; label = @1
          unreachable
        end
        local.get 5
        memory.size
        i32.const 16
        i32.shl
        i32.gt_u
        if ;; label = @1
          local.get 5
          memory.size
          i32.const 16
          i32.shl
          i32.sub
          i32.const 65535
          i32.add
          i32.const 16
          i32.shr_u
          memory.grow
          i32.const -1
          i32.eq
          if ;; label = @2
            unreachable
          end
        end
        local.get 5
        global.set 0
        local.get 0
        if ;; label = @1
          local.get 4
          local.get 0
          local.get 1
          memory.copy
        end
        local.get 4
      )
      (data (;0;) (i32.const 16) "\01\00\00\00\1c\00\00\00\0d\00\00\00access denied")
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;1;) (result string (error string)))
    (type (;2;) (func (param "account" string) (param "cents" u64) (result 1)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 2) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "charge" (func 0) (func (type 2)))
    (type (;3;) (func (param "account" string) (param "cents" u64) (result 1)))
    (alias export 0 "refund" (func (;2;)))
    (export (;3;) "refund" (func 2) (func (type 3)))
    (type (;4;) (func (param "x" u32) (result u32)))
    (alias export 0 "ping" (func (;4;)))
    (export (;5;) "ping" (func 4) (func (type 4)))
  )
  (instance (;9;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "terminal-input" (type 0))
  )
  (instance (;10;) (instantiate 1))
  (component (;2;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "terminal-output" (type 0))
  )
  (instance (;11;) (instantiate 2))
  (component (;3;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "terminal-input" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-terminal-stdin))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-terminal-stdin (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func (;1;) (type 1) (param i32 i32 i32 i32) (result i32)
        (local i32 i32)
        global.get 0
        local.get 2
        i32.add
        i32.const 1
        i32.sub
        i32.const 0
        local.get 2
        i32.sub
        i32.and
        local.tee 4
        local.get 3
        i32.add
        local.tee 5
        local.get 4
        i32.lt_u
        if ;; label = @1
          unreachable
        end
        local.get 5
        memory.size
        i32.const 16
        i32.shl
        i32.gt_u
        if ;; label = @1
          local.get 5
          memory.size
          i32.const 16
          i32.shl
          i32.sub
          i32.const 65535
          i32.add
          i32.const 16
          i32.shr_u
          memory.grow
          i32.const -1
          i32.eq
          if ;; label = @2
            unreachable
          end
        end
        local.get 5
        global.set 0
        local.get 0
        if ;; label = @1
          local.get 4
          local.get 0
          local.get 1
          memory.copy
        end
        local.get 4
      )
      (func $"caplink: no call to this function was found; link again with --demand imports" (;2;) (type 2)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;2;) (own 1))
    (type (;3;) (option 2))
    (type (;4;) (func (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-terminal-stdin" (func 0) (func (type 4)))
  )
  (alias export 10 "terminal-input" (type (;14;)))
  (instance (;12;) (instantiate 3
      (with "t0" (type 14))
    )
  )
  (component (;4;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "terminal-output" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-terminal-stdout))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-terminal-stdout (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func (;1;) (type 1) (param i32 i32 i32 i32) (result i32)
        (local i32 i32)
        global.get 0
        local.get 2
        i32.add
        i32.const 1
        i32.sub
        i32.const 0
        local.get 2
        i32.sub
        i32.and
        local.tee 4
        local.get 3
        i32.add
        local.tee 5
        local.get 4
        i32.lt_u
        if ;; label = @1
          unreachable
        end
        local.get 5
        memory.size
        i32.const 16
        i32.shl
        i32.gt_u
        if ;; label = @1
          local.get 5
          memory.size
          i32.const 16
          i32.shl
          i32.sub
          i32.const 65535
          i32.add
          i32.const 16
          i32.shr_u
          memory.grow
          i32.const -1
          i32.eq
          if ;; label = @2
            unreachable
          end
        end
        local.get 5
        global.set 0
        local.get 0
        if ;; label = @1
          local.get 4
          local.get 0
          local.get 1
          memory.copy
        end
        local.get 4
      )
      (func $"caplink: no call to this function was found; link again with --demand imports" (;2;) (type 2)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;2;) (own 1))
    (type (;3;) (option 2))
    (type (;4;) (func (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-terminal-stdout" (func 0) (func (type 4)))
  )
  (alias export 11 "terminal-output" (type (;15;)))
  (instance (;13;) (instantiate 4
      (with "t0" (type 15))
    )
  )
  (component (;5;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "terminal-output" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-terminal-stderr))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-terminal-stderr (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func (;1;) (type 1) (param i32 i32 i32 i32) (result i32)
        (local i32 i32)
        global.get 0
        local.get 2
        i32.add
        i32.const 1
        i32.sub
        i32.const 0
        local.get 2
        i32.sub
        i32.and
        local.tee 4
        local.get 3
        i32.add
        local.tee 5
        local.get 4
        i32.lt_u
        if ;; label = @1
          unreachable
        end
        local.get 5
        memory.size
        i32.const 16
        i32.shl
        i32.gt_u
        if ;; label = @1
          local.get 5
          memory.size
          i32.const 16
          i32.shl
          i32.sub
          i32.const 65535
          i32.add
          i32.const 16
          i32.shr_u
          memory.grow
          i32.const -1
          i32.eq
          if ;; label = @2
            unreachable
          end
        end
        local.get 5
        global.set 0
        local.get 0
        if ;; label = @1
          local.get 4
          local.get 0
          local.get 1
          memory.copy
        end
        local.get 4
      )
      (func $"caplink: no call to this function was found; link again with --demand imports" (;2;) (type 2)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;2;) (own 1))
    (type (;3;) (option 2))
    (type (;4;) (func (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-terminal-stderr" (func 0) (func (type 4)))
  )
  (alias export 11 "terminal-output" (type (;16;)))
  (instance (;14;) (instantiate 5
      (with "t0" (type 16))
    )
  )
  (component (;6;)
    (@custom "the agent: 43046 bytes, sha256 4b109de84424df06b59f1b964bd28713f23791c1b479414e10103b71d30ca51f" "")
  )
  (instance (;15;) (instantiate 6
      (with "acme:pay/api" (instance 9))
      (with "wasi:io/poll@0.2.6" (instance 1))
      (with "wasi:io/error@0.2.6" (instance 2))
      (with "wasi:io/streams@0.2.6" (instance 3))
      (with "wasi:cli/environment@0.2.6" (instance 4))
      (with "wasi:cli/exit@0.2.6" (instance 5))
      (with "wasi:cli/stdin@0.2.6" (instance 6))
      (with "wasi:cli/stdout@0.2.6" (instance 7))
      (with "wasi:cli/stderr@0.2.6" (instance 8))
      (with "wasi:cli/terminal-input@0.2.6" (instance 10))
      (with "wasi:cli/terminal-output@0.2.6" (instance 11))
      (with "wasi:cli/terminal-stdin@0.2.6" (instance 12))
      (with "wasi:cli/terminal-stdout@0.2.6" (instance 13))
      (with "wasi:cli/terminal-stderr@0.2.6" (instance 14))
    )
  )
  (alias export 15 "run" (func (;0;)))
  (alias export 15 "refund" (func (;1;)))
  (alias export 15 "ping" (func (;2;)))
  (export (;3;) "run" (func 0))
  (export (;4;) "refund" (func 1))
  (export (;5;) "ping" (func 2))
  (@custom "caplink: a copy of the lockfile, 9570 bytes" "")
)
