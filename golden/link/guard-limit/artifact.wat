(component
  (type (;0;)
    (instance
      (type (;0;) (result string (error string)))
      (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
      (export (;0;) "charge" (func (type 1)))
      (type (;2;) (func (param "x" u32) (result u32)))
      (export (;1;) "ping" (func (type 2)))
    )
  )
  (import "acme:pay/api" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;)
      (instance
        (type (;0;) (result string (error string)))
        (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
        (export (;0;) "charge" (func (type 1)))
        (type (;2;) (func (param "x" u32) (result u32)))
        (export (;1;) "ping" (func (type 2)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16768)
      (export "r" (func 0))
      (export "memory" (memory 0))
      (export "g" (global 0))
      (func (;0;) (type 0) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 16416) "\03\00\00\00\01\00\00\00\01\00\00\004@\00\00\0d\00\00\00access denied\00\00\00\00\00\00\00cgt1X\00\00\00\03\00\00\00\90\00\00\00\a0\00\00\00\b8\00\00\00\c4\00\00\00\05\01\01\80\08\00\00\00\19%\02\80\1c\00\00\00\01\00\00\00\5c\00\00\00!\01\03\80$\00\00\00\01\00\00\00X\00\00\00\11\01\01\80!\01\03\80$\00\00\00\01\00\00\00`\00\00\00h\00\00\00x\00\00\00}\00\00\00\8d\00\00\00\00\00\00\00\00\00\00\80c\00\00\00\00\00\00\00cents\a1\86\01\00\00\00\00\00\ff\ff\ff\ff\ff\ff\ff\7f\00\00\00\01\00\00\00\1c\00\00\00\01\00\00\004\00\00\00\02\00\00\00D\00\00\00\00\00\00\00H\00\00\00\01\00\00\00\00\00\00\00\01\00\00\00\9c\00\00\00\00\00\00\00\00\00\00\00\b8\00\00\00\00\00\00\00cgt1$\00\00\00\00\00\00\00(\00\00\000\00\00\00H\00\00\00T\00\00\00\11\01\01\80\10\01\01\80(\00\00\00\00\00\00\00\00\00\00\00\02\00\00\00\1c\00\00\00\00\00\00\00 \00\00\00\01\00\00\00\00\00\00\00\00\00\00\000\00\00\00\00\00\00\00\00\00\00\00H\00\00\00\00\00\00\00")
    )
    (core module (;1;)
      (@custom "the engine: 6372 bytes, sha256 15704af1b91294b6460a7799185ad34557ba7b5db03e0851bb5a582a303f1b08" (before first) "")
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "memory" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (core instance (;1;) (instantiate 1
        (with "env" (instance 0))
      )
    )
    (alias export 0 "charge" (func (;0;)))
    (core func (;1;) (canon lower (func 0) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 0 "ping" (func (;1;)))
    (core func (;2;) (canon lower (func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (core module (;2;)
      (type (;0;) (func (param i32 i32 i64 i32)))
      (type (;1;) (func (param i32) (result i32)))
      (type (;2;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;4;) (func (param i32 i32 i64) (result i32)))
      (type (;5;) (func (param i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (import "e" "decide" (func (;2;) (type 2)))
      (import "m" "r" (func (;3;) (type 3)))
      (import "m" "memory" (memory (;0;) 1 256))
      (import "m" "g" (global (;0;) (mut i32)))
      (export "f0" (func 4))
      (export "f1" (func 5))
      (func (;4;) (type 4) (param i32 i32 i64) (result i32)
        i32.const 0
        local.get 2
        i64.store offset=16392
        i32.const 16456
        i32.const 208
        i32.const 16384
        i32.const 16416
        call 2
        if ;; label = @1
          local.get 0
          local.get 1
          local.get 2
          i32.const 16400
          call 0
          i32.const 16400
          i32.const 16768
          global.set 0
          return
        end
        i32.const 16424
        i32.const 16768
        global.set 0
      )
      (func (;5;) (type 5) (param i32) (result i32)
        i32.const 16664
        i32.const 96
        i32.const 16384
        i32.const 16416
        call 2
        if ;; label = @1
          local.get 0
          call 1
          i32.const 16768
          global.set 0
          return
        end
        unreachable
      )
    )
    (core instance (;2;)
      (export "0" (func 1))
      (export "1" (func 2))
    )
    (core instance (;3;) (instantiate 2
        (with "h" (instance 2))
        (with "m" (instance 0))
        (with "e" (instance 1))
      )
    )
    (type (;1;) (result string (error string)))
    (type (;2;) (func (param "account" string) (param "cents" u64) (result 1)))
    (alias core export 3 "f0" (core func (;3;)))
    (func (;2;) (type 2) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;3;) "charge" (func 2) (func (type 2)))
    (type (;3;) (func (param "x" u32) (result u32)))
    (alias core export 3 "f1" (core func (;4;)))
    (func (;4;) (type 3) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "ping" (func 4) (func (type 3)))
  )
  (instance (;1;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (@custom "the agent: 209 bytes, sha256 00fc455d4a173a9e96627685d9f8d51d92885fadb556f9cbcd4df60399982a83" "")
  )
  (instance (;2;) (instantiate 1
      (with "acme:pay/api" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2390 bytes" "")
)
