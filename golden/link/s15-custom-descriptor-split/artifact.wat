(component
  (type (;0;)
    (instance
      (export (;0;) "descriptor" (type (sub resource)))
    )
  )
  (import "wasi:filesystem/types@0.2.6" (instance (;0;) (type 0)))
  (alias export 0 "descriptor" (type (;1;)))
  (type (;2;)
    (instance
      (alias outer 1 1 (type (;0;)))
      (export (;1;) "descriptor" (type (eq 0)))
      (type (;2;) (borrow 1))
      (type (;3;) (func (param "file" 2) (result u64)))
      (export (;0;) "map" (func (type 3)))
      (type (;4;) (own 1))
      (type (;5;) (func (param "path" string) (result 4)))
      (export (;1;) "open" (func (type 5)))
    )
  )
  (import "acme:mmap/map" (instance (;1;) (type 2)))
  (component (;0;)
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
  (alias export 0 "descriptor" (type (;3;)))
  (instance (;2;) (instantiate 0
      (with "t0" (type 3))
    )
  )
  (component (;1;)
    (@custom "the agent: 313 bytes, sha256 4a7477b849427e346f5f53aa86e0fcf105a21788b50ed1c401d74f234b62cc0d" "")
  )
  (instance (;3;) (instantiate 1
      (with "wasi:filesystem/types@0.2.6" (instance 0))
      (with "wasi:filesystem/preopens@0.2.6" (instance 2))
      (with "acme:mmap/map" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2300 bytes" "")
)
