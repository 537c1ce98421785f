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
    )
  )
  (import "acme:mmap/map" (instance (;1;) (type 2)))
  (component (;0;)
    (type (;0;)
      (instance
        (export (;0;) "descriptor" (type (sub resource)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (alias export 0 "descriptor" (type (;1;)))
    (export (;2;) "descriptor" (type 1))
    (type (;3;) (enum "access" "would-block" "already" "bad-descriptor" "busy" "deadlock" "quota" "exist" "file-too-large" "illegal-byte-sequence" "in-progress" "interrupted" "invalid" "io" "is-directory" "loop" "too-many-links" "message-size" "name-too-long" "no-device" "no-entry" "no-lock" "insufficient-memory" "insufficient-space" "not-directory" "not-empty" "not-recoverable" "unsupported" "no-tty" "no-such-device" "overflow" "not-permitted" "pipe" "read-only" "invalid-seek" "text-file-busy" "cross-device"))
    (export (;4;) "error-code" (type 3))
    (core func (;0;) (canon resource.drop 2))
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (type (;1;) (func (param i32 i64 i64) (result i32)))
      (type (;2;) (func (param i32 i32 i32 i64) (result i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 48)
      (export "f0" (func 1))
      (export "f1" (func 2))
      (export "r" (func 3))
      (export "m" (memory 0))
      (func (;1;) (type 1) (param i32 i64 i64) (result i32)
        local.get 0
        call 0
        i32.const 16
        i32.const 48
        global.set 0
      )
      (func (;2;) (type 2) (param i32 i32 i32 i64) (result i32)
        local.get 0
        call 0
        i32.const 32
        i32.const 48
        global.set 0
      )
      (func (;3;) (type 3) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 16) "\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
    )
    (core instance (;0;)
      (export "0" (func 0))
    )
    (core instance (;1;) (instantiate 0
        (with "h" (instance 0))
      )
    )
    (alias core export 1 "m" (core memory (;0;)))
    (alias core export 1 "r" (core func (;1;)))
    (type (;5;) (borrow 2))
    (type (;6;) (list u8))
    (type (;7;) (tuple 6 bool))
    (type (;8;) (result 7 (error 4)))
    (type (;9;) (func (param "self" 5) (param "length" u64) (param "offset" u64) (result 8)))
    (alias core export 1 "f0" (core func (;2;)))
    (func (;0;) (type 9) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;1;) "[method]descriptor.read" (func 0) (func (type 9)))
    (type (;10;) (borrow 2))
    (type (;11;) (list u8))
    (type (;12;) (result u64 (error 4)))
    (type (;13;) (func (param "self" 10) (param "buffer" 11) (param "offset" u64) (result 12)))
    (alias core export 1 "f1" (core func (;3;)))
    (func (;2;) (type 13) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;3;) "[method]descriptor.write" (func 2) (func (type 13)))
  )
  (instance (;2;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
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
  (alias export 0 "descriptor" (type (;3;)))
  (instance (;3;) (instantiate 1
      (with "t0" (type 3))
    )
  )
  (component (;2;)
    (@custom "the agent: 869 bytes, sha256 2d3e2d34a3beecb8cf6ff78995fa51f17b7ec66a2e97908122c15e446895e4f6" "")
  )
  (instance (;4;) (instantiate 2
      (with "wasi:filesystem/types@0.2.6" (instance 2))
      (with "wasi:filesystem/preopens@0.2.6" (instance 3))
      (with "acme:mmap/map" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2853 bytes" "")
)
