(component
  (component (;0;)
    (core module (;0;)
      (type (;0;) (func (result i64)))
      (export "f0" (func 0))
      (func (;0;) (type 0) (result i64)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (type (;0;) (func (result u64)))
    (alias core export 0 "f0" (core func (;0;)))
    (func (;0;) (type 0) (canon lift (core func 0)))
    (export (;1;) "get-random-u64" (func 0) (func (type 0)))
  )
  (instance (;0;) (instantiate 0))
  (component (;1;)
    (core module (;0;)
      (type (;0;) (func (param i64) (result i32)))
      (type (;1;) (func (result i64)))
      (type (;2;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func 0))
      (export "f1" (func 1))
      (export "r" (func 2))
      (export "m" (memory 0))
      (func (;0;) (type 0) (param i64) (result i32)
        unreachable
      )
      (func (;1;) (type 1) (result i64)
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
    (type (;0;) (list u8))
    (type (;1;) (func (param "len" u64) (result 0)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 1) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-random-bytes" (func 0) (func (type 1)))
    (type (;2;) (func (result u64)))
    (alias core export 0 "f1" (core func (;2;)))
    (func (;2;) (type 2) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;3;) "get-random-u64" (func 2) (func (type 2)))
  )
  (instance (;1;) (instantiate 1))
  (component (;2;)
    (@custom "the agent: 162 bytes, sha256 d086ff833b789f76baf6d9488062fd2b6cceddc1c02f557cf2fae38cbc613816" "")
  )
  (instance (;2;) (instantiate 2
      (with "wasi:random/random@0.2.0" (instance 0))
      (with "wasi:random/random@0.2.6" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2017 bytes" "")
)
