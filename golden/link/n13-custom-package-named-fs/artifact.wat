(component
  (type (;0;)
    (instance
      (type (;0;) (func))
      (export (;0;) "f" (func (type 0)))
    )
  )
  (import "fs:evil/thing" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "descriptor" (type 0))
  )
  (instance (;1;) (instantiate 0))
  (component (;1;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "descriptor" (type 0))
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
    (type (;2;) (own 1))
    (type (;3;) (tuple 2 string))
    (type (;4;) (list 3))
    (type (;5;) (func (result 4)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 5) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-directories" (func 0) (func (type 5)))
  )
  (alias export 1 "descriptor" (type (;1;)))
  (instance (;2;) (instantiate 1
      (with "t0" (type 1))
    )
  )
  (component (;2;)
    (@custom "the agent: 245 bytes, sha256 7f108b677255e94bed66475f158f65d14d086aeeac7d0d548d2c4d86f089b81e" "")
  )
  (instance (;3;) (instantiate 2
      (with "wasi:filesystem/types@0.2.6" (instance 1))
      (with "wasi:filesystem/preopens@0.2.6" (instance 2))
      (with "fs:evil/thing" (instance 0))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2136 bytes" "")
)
