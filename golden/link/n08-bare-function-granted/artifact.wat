(component
  (type (;0;) (func (param "text" string)))
  (import "note" (func (;0;) (type 0)))
  (component (;0;)
    (core module (;0;)
      (type (;0;) (func (param i32 i32) (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 48)
      (export "f0" (func 0))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func (;0;) (type 0) (param i32 i32) (result i32)
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
    (type (;0;) (result string (error string)))
    (type (;1;) (func (param "text" string) (result 0)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 1) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "ask" (func 0) (func (type 1)))
  )
  (instance (;0;) (instantiate 0))
  (alias export 0 "ask" (func (;1;)))
  (component (;1;)
    (@custom "the agent: 60 bytes, sha256 bcaab8f1f8074e0ebc609f592e817c22d871e627d7f6931ec9fb209dc170cb55" "")
  )
  (instance (;1;) (instantiate 1
      (with "note" (func 0))
      (with "ask" (func 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 1495 bytes" "")
)
