(component
  (type (;0;)
    (instance
      (type (;0;) (result string (error string)))
      (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
      (export (;0;) "charge" (func (type 1)))
    )
  )
  (import "acme:pay/api" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;)
      (instance
        (type (;0;) (result string (error string)))
        (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
        (export (;0;) "charge" (func (type 1)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i64) (result i32)))
      (type (;1;) (func (param i32) (result i32)))
      (type (;2;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;3;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $refund))
      (export "f1" (func $ping))
      (export "r" (func 2))
      (export "m" (memory 0))
      (func $refund (;0;) (type 0) (param i32 i32 i64) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func $ping (;1;) (type 1) (param i32) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func (;2;) (type 2) (param i32 i32 i32 i32) (result i32)
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
      (func $"caplink: no call to this function was found; link again with --demand imports" (;3;) (type 3)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;1;) (result string (error string)))
    (type (;2;) (func (param "account" string) (param "cents" u64) (result 1)))
    (alias export 0 "charge" (func (;0;)))
    (export (;1;) "charge" (func 0) (func (type 2)))
    (type (;3;) (func (param "account" string) (param "cents" u64) (result 1)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;2;) (type 3) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;3;) "refund" (func 2) (func (type 3)))
    (type (;4;) (func (param "x" u32) (result u32)))
    (alias core export 0 "f1" (core func (;2;)))
    (func (;4;) (type 4) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "ping" (func 4) (func (type 4)))
  )
  (instance (;1;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "error" (type 0))
  )
  (instance (;2;) (instantiate 1))
  (component (;2;)
    (import "t0" (type (;0;) (sub resource)))
    (type (;1;) (resource (rep i32)))
    (export (;2;) "pollable" (type 1))
    (type (;3;) (resource (rep i32)))
    (export (;4;) "input-stream" (type 3))
    (type (;5;) (resource (rep i32)))
    (export (;6;) "output-stream" (type 5))
    (export (;7;) "error" (type 0))
    (type (;8;) (own 7))
    (type (;9;) (variant (case "last-operation-failed" 8) (case "closed")))
    (export (;10;) "stream-error" (type 9))
    (core func (;0;) (canon resource.new 2))
    (core func (;1;) (canon resource.new 4))
    (core func (;2;) (canon resource.new 6))
    (core module (;0;)
      (type (;0;) (func (param i32) (result i32)))
      (type (;1;) (func (param i32) (result i32)))
      (type (;2;) (func (param i32) (result i32)))
      (type (;3;) (func (param i32)))
      (type (;4;) (func (param i32) (result i32)))
      (type (;5;) (func (param i32 i32 i32) (result i32)))
      (type (;6;) (func (param i32) (result i32)))
      (type (;7;) (func (param i32) (result i32)))
      (type (;8;) (func (result i32)))
      (type (;9;) (func (result i32)))
      (type (;10;) (func (result i32)))
      (type (;11;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (import "h" "2" (func (;2;) (type 2)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 64)
      (export "f0" (func 3))
      (export "f1" (func 4))
      (export "f2" (func 5))
      (export "f3" (func 6))
      (export "f4" (func 7))
      (export "f5" (func 8))
      (export "f6" (func 9))
      (export "f7" (func 10))
      (export "r" (func 11))
      (export "m" (memory 0))
      (func (;3;) (type 3) (param i32)
        i32.const 64
        global.set 0
      )
      (func (;4;) (type 4) (param i32) (result i32)
        i32.const 16
        i32.const 64
        global.set 0
      )
      (func (;5;) (type 5) (param i32 i32 i32) (result i32)
        i32.const 32
        i32.const 64
        global.set 0
      )
      (func (;6;) (type 6) (param i32) (result i32)
        i32.const 44
        i32.const 64
        global.set 0
      )
      (func (;7;) (type 7) (param i32) (result i32)
        i32.const 0
        call 0
        i32.const 64
        global.set 0
      )
      (func (;8;) (type 8) (result i32)
        i32.const 0
        call 1
        i32.const 64
        global.set 0
      )
      (func (;9;) (type 9) (result i32)
        i32.const 0
        call 2
        i32.const 64
        global.set 0
      )
      (func (;10;) (type 10) (result i32)
        i32.const 0
        call 2
        i32.const 64
        global.set 0
      )
      (func (;11;) (type 11) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 16) "\00\00\00\00\00\00\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
    )
    (core instance (;0;)
      (export "0" (func 0))
      (export "1" (func 1))
      (export "2" (func 2))
    )
    (core instance (;1;) (instantiate 0
        (with "h" (instance 0))
      )
    )
    (alias core export 1 "m" (core memory (;0;)))
    (alias core export 1 "r" (core func (;3;)))
    (type (;11;) (borrow 2))
    (type (;12;) (func (param "self" 11)))
    (alias core export 1 "f0" (core func (;4;)))
    (func (;0;) (type 12) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;1;) "[method]pollable.block" (func 0) (func (type 12)))
    (type (;13;) (borrow 6))
    (type (;14;) (result u64 (error 10)))
    (type (;15;) (func (param "self" 13) (result 14)))
    (alias core export 1 "f1" (core func (;5;)))
    (func (;2;) (type 15) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;3;) "[method]output-stream.check-write" (func 2) (func (type 15)))
    (type (;16;) (list u8))
    (type (;17;) (result (error 10)))
    (type (;18;) (func (param "self" 13) (param "contents" 16) (result 17)))
    (alias core export 1 "f2" (core func (;6;)))
    (func (;4;) (type 18) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;5;) "[method]output-stream.write" (func 4) (func (type 18)))
    (type (;19;) (func (param "self" 13) (result 17)))
    (alias core export 1 "f3" (core func (;7;)))
    (func (;6;) (type 19) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;7;) "[method]output-stream.blocking-flush" (func 6) (func (type 19)))
    (type (;20;) (own 2))
    (type (;21;) (func (param "self" 13) (result 20)))
    (alias core export 1 "f4" (core func (;8;)))
    (func (;8;) (type 21) (canon lift (core func 8) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;9;) "[method]output-stream.subscribe" (func 8) (func (type 21)))
    (type (;22;) (own 4))
    (type (;23;) (func (result 22)))
    (alias core export 1 "f5" (core func (;9;)))
    (func (;10;) (type 23) (canon lift (core func 9) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;11;) "get-stdin" (func 10) (func (type 23)))
    (type (;24;) (own 6))
    (type (;25;) (func (result 24)))
    (alias core export 1 "f6" (core func (;10;)))
    (func (;12;) (type 25) (canon lift (core func 10) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;13;) "get-stdout" (func 12) (func (type 25)))
    (type (;26;) (own 6))
    (type (;27;) (func (result 26)))
    (alias core export 1 "f7" (core func (;11;)))
    (func (;14;) (type 27) (canon lift (core func 11) string-encoding=utf8 (memory 0) (realloc 3)))
    (export (;15;) "get-stderr" (func 14) (func (type 27)))
  )
  (alias export 2 "error" (type (;1;)))
  (instance (;3;) (instantiate 2
      (with "t0" (type 1))
    )
  )
  (component (;3;)
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 32)
      (export "f0" (func 0))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func (;0;) (type 0) (result i32)
        i32.const 16
        i32.const 32
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
      (data (;0;) (i32.const 16) "\08\00\00\00\00\00\00\00")
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;0;) (tuple string string))
    (type (;1;) (list 0))
    (type (;2;) (func (result 1)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 2) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-environment" (func 0) (func (type 2)))
  )
  (instance (;4;) (instantiate 3))
  (component (;4;)
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (export "f0" (func 0))
      (func (;0;) (type 0) (param i32)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (type (;0;) (result))
    (type (;1;) (func (param "status" 0)))
    (alias core export 0 "f0" (core func (;0;)))
    (func (;0;) (type 1) (canon lift (core func 0)))
    (export (;1;) "exit" (func 0) (func (type 1)))
  )
  (instance (;5;) (instantiate 4))
  (component (;5;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "terminal-input" (type 0))
  )
  (instance (;6;) (instantiate 5))
  (component (;6;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "terminal-output" (type 0))
  )
  (instance (;7;) (instantiate 6))
  (component (;7;)
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
  (alias export 6 "terminal-input" (type (;2;)))
  (instance (;8;) (instantiate 7
      (with "t0" (type 2))
    )
  )
  (component (;8;)
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
  (alias export 7 "terminal-output" (type (;3;)))
  (instance (;9;) (instantiate 8
      (with "t0" (type 3))
    )
  )
  (component (;9;)
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
  (alias export 7 "terminal-output" (type (;4;)))
  (instance (;10;) (instantiate 9
      (with "t0" (type 4))
    )
  )
  (component (;10;)
    (@custom "the agent: 43046 bytes, sha256 4b109de84424df06b59f1b964bd28713f23791c1b479414e10103b71d30ca51f" "")
  )
  (instance (;11;) (instantiate 10
      (with "acme:pay/api" (instance 1))
      (with "wasi:io/poll@0.2.6" (instance 3))
      (with "wasi:io/error@0.2.6" (instance 2))
      (with "wasi:io/streams@0.2.6" (instance 3))
      (with "wasi:cli/environment@0.2.6" (instance 4))
      (with "wasi:cli/exit@0.2.6" (instance 5))
      (with "wasi:cli/stdin@0.2.6" (instance 3))
      (with "wasi:cli/stdout@0.2.6" (instance 3))
      (with "wasi:cli/stderr@0.2.6" (instance 3))
      (with "wasi:cli/terminal-input@0.2.6" (instance 6))
      (with "wasi:cli/terminal-output@0.2.6" (instance 7))
      (with "wasi:cli/terminal-stdin@0.2.6" (instance 8))
      (with "wasi:cli/terminal-stdout@0.2.6" (instance 9))
      (with "wasi:cli/terminal-stderr@0.2.6" (instance 10))
    )
  )
  (alias export 11 "run" (func (;0;)))
  (export (;1;) "run" (func 0))
  (@custom "caplink: a copy of the lockfile, 9696 bytes" "")
)
