(component
  (type (;0;)
    (instance
      (type (;0;) (tuple string string))
      (type (;1;) (list 0))
      (type (;2;) (func (result 1)))
      (export (;0;) "get-environment" (func (type 2)))
    )
  )
  (import "wasi:cli/environment@0.2.0" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;)
      (instance
        (type (;0;) (tuple string string))
        (type (;1;) (list 0))
        (type (;2;) (func (result 1)))
        (export (;0;) "get-environment" (func (type 2)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (core module (;0;)
      (type (;0;) (func (param i32) (result i32)))
      (type (;1;) (func))
      (type (;2;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func 0))
      (export "f1" (func 1))
      (export "r" (func 2))
      (export "m" (memory 0))
      (func (;0;) (type 0) (param i32) (result i32)
        unreachable
      )
      (func (;1;) (type 1)
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
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;1;) (tuple string string))
    (type (;2;) (list 1))
    (type (;3;) (func (result 2)))
    (alias export 0 "get-environment" (func (;0;)))
    (export (;1;) "get-environment" (func 0) (func (type 3)))
    (type (;4;) (list string))
    (type (;5;) (func (param "all" bool) (result 4)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;2;) (type 5) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;3;) "get-arguments" (func 2) (func (type 5)))
    (type (;6;) (func))
    (alias core export 0 "f1" (core func (;2;)))
    (func (;4;) (type 6) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "zzz" (func 4) (func (type 6)))
  )
  (instance (;1;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (@custom "the agent: 123 bytes, sha256 c22472fa98d01faa9d0a4965d40d5392ae06ec09ebea0d0339ffd11abd83dfe1" "")
  )
  (instance (;2;) (instantiate 1
      (with "wasi:cli/environment@0.2.0" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 1946 bytes" "")
)
