(component
  (type (;0;)
    (instance
      (export (;0;) "connection" (type (sub resource)))
      (export (;1;) "row" (type (sub resource)))
    )
  )
  (import "acme:db/types" (instance (;0;) (type 0)))
  (alias export 0 "connection" (type (;1;)))
  (alias export 0 "row" (type (;2;)))
  (type (;3;)
    (instance
      (alias outer 1 1 (type (;0;)))
      (export (;1;) "connection" (type (eq 0)))
      (alias outer 1 2 (type (;2;)))
      (export (;3;) "row" (type (eq 2)))
      (type (;4;) (borrow 1))
      (type (;5;) (own 3))
      (type (;6;) (list 5))
      (type (;7;) (func (param "on" 4) (param "sql" string) (result 6)))
      (export (;0;) "select" (func (type 7)))
    )
  )
  (import "acme:db/query" (instance (;1;) (type 3)))
  (component (;0;)
    (type (;0;)
      (instance
        (export (;0;) "connection" (type (sub resource)))
        (export (;1;) "row" (type (sub resource)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (alias export 0 "connection" (type (;1;)))
    (export (;2;) "connection" (type 1))
    (alias export 0 "row" (type (;3;)))
    (export (;4;) "row" (type 3))
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (export "f0" (func 0))
      (func (;0;) (type 0) (param i32)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (type (;5;) (borrow 2))
    (type (;6;) (func (param "self" 5)))
    (alias core export 0 "f0" (core func (;0;)))
    (func (;0;) (type 6) (canon lift (core func 0)))
    (export (;1;) "[method]connection.close" (func 0) (func (type 6)))
  )
  (instance (;2;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (import "t0" (type (;0;) (sub resource)))
    (import "t1" (type (;1;) (sub resource)))
    (type (;2;)
      (instance
        (alias outer 1 0 (type (;0;)))
        (export (;1;) "connection" (type (eq 0)))
        (alias outer 1 1 (type (;2;)))
        (export (;3;) "row" (type (eq 2)))
        (type (;4;) (borrow 1))
        (type (;5;) (own 3))
        (type (;6;) (list 5))
        (type (;7;) (func (param "on" 4) (param "sql" string) (result 6)))
        (export (;0;) "select" (func (type 7)))
      )
    )
    (import "i0" (instance (;0;) (type 2)))
    (export (;3;) "connection" (type 0))
    (export (;4;) "row" (type 1))
    (core func (;0;) (canon resource.drop 0))
    (core func (;1;) (canon resource.drop 1))
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (type (;1;) (func (param i32)))
      (type (;2;) (func (param i32 i32 i32) (result i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 48)
      (export "f0" (func 2))
      (export "r" (func 3))
      (export "m" (memory 0))
      (func (;2;) (type 2) (param i32 i32 i32) (result i32)
        (local i32 i32)
        local.get 0
        call 0
        local.get 1
        local.set 3
        local.get 2
        i32.const 4
        i32.mul
        local.get 3
        i32.add
        local.set 4
        block ;; label = @1
          loop ;; label = @2
            local.get 3
            local.get 4
            i32.ge_u
            br_if 1 (;@1;)
            local.get 3
            i32.load
            call 1
            local.get 3
            i32.const 4
            i32.add
            local.set 3
            br 0 (;@2;)
          end
        end
        i32.const 16
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
      (data (;0;) (i32.const 16) "\01\00\00\00\1c\00\00\00\0d\00\00\00access denied")
    )
    (core instance (;0;)
      (export "0" (func 0))
      (export "1" (func 1))
    )
    (core instance (;1;) (instantiate 0
        (with "h" (instance 0))
      )
    )
    (alias core export 1 "m" (core memory (;0;)))
    (alias core export 1 "r" (core func (;2;)))
    (type (;5;) (borrow 3))
    (type (;6;) (own 4))
    (type (;7;) (list 6))
    (type (;8;) (func (param "on" 5) (param "sql" string) (result 7)))
    (alias export 0 "select" (func (;0;)))
    (export (;1;) "select" (func 0) (func (type 8)))
    (type (;9;) (borrow 3))
    (type (;10;) (own 4))
    (type (;11;) (list 10))
    (type (;12;) (result (error string)))
    (type (;13;) (func (param "on" 9) (param "rows" 11) (result 12)))
    (alias core export 1 "f0" (core func (;3;)))
    (func (;2;) (type 13) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;3;) "drop-table" (func 2) (func (type 13)))
  )
  (alias export 0 "connection" (type (;4;)))
  (alias export 0 "row" (type (;5;)))
  (instance (;3;) (instantiate 1
      (with "t0" (type 4))
      (with "t1" (type 5))
      (with "i0" (instance 1))
    )
  )
  (component (;2;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "connection" (type 0))
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
    (type (;2;) (own 1))
    (type (;3;) (result 2 (error string)))
    (type (;4;) (func (param "url" string) (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "connect" (func 0) (func (type 4)))
  )
  (alias export 0 "connection" (type (;6;)))
  (instance (;4;) (instantiate 2
      (with "t0" (type 6))
    )
  )
  (component (;3;)
    (@custom "the agent: 383 bytes, sha256 e4af3c59a3e1a26f77c7a2e366fbdf933a23ac469f74a0759454d79ba2e49964" "")
  )
  (instance (;5;) (instantiate 3
      (with "acme:db/types" (instance 2))
      (with "acme:db/query" (instance 3))
      (with "acme:db/admin" (instance 4))
    )
  )
  (@custom "caplink: a copy of the lockfile, 3250 bytes" "")
)
