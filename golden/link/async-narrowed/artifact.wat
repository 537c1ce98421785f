(component
  (type (;0;)
    (instance
      (export (;0;) "job" (type (sub resource)))
      (type (;1;) (stream u8))
      (type (;2;) (result 1 (error string)))
      (type (;3;) (func async (param "url" string) (result 2)))
      (export (;0;) "fetch" (func (type 3)))
      (type (;4;) (borrow 0))
      (type (;5;) (option u32))
      (type (;6;) (func async (param "self" 4) (result 5)))
      (export (;1;) "[method]job.poll" (func (type 6)))
    )
  )
  (import "acme:flow/pipe@0.1.0" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;)
      (instance
        (export (;0;) "job" (type (sub resource)))
        (type (;1;) (stream u8))
        (type (;2;) (result 1 (error string)))
        (type (;3;) (func async (param "url" string) (result 2)))
        (export (;0;) "fetch" (func (type 3)))
        (type (;4;) (borrow 0))
        (type (;5;) (option u32))
        (type (;6;) (func async (param "self" 4) (result 5)))
        (export (;1;) "[method]job.poll" (func (type 6)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (alias export 0 "job" (type (;1;)))
    (export (;2;) "job" (type 1))
    (type (;3;) (stream u8))
    (core func (;0;) (canon stream.drop-readable 3))
    (type (;4;) (result (error string)))
    (type (;5;) (future 4))
    (core func (;1;) (canon future.drop-readable 5))
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (type (;1;) (func (param i32)))
      (type (;2;) (func (param i32 i32) (result i32)))
      (type (;3;) (func (result i32)))
      (type (;4;) (func (param i32) (result i32)))
      (type (;5;) (func (param i32 i32 i32 i32 i32 i32 i32)))
      (type (;6;) (func (param i32 i32) (result i32)))
      (type (;7;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 48)
      (export "f0" (func 2))
      (export "f1" (func 3))
      (export "f2" (func 4))
      (export "f3" (func 5))
      (export "f4" (func 6))
      (export "r" (func 7))
      (export "m" (memory 0))
      (func (;2;) (type 2) (param i32 i32) (result i32)
        local.get 0
        call 0
        local.get 1
        call 1
        i32.const 16
        i32.const 48
        global.set 0
      )
      (func (;3;) (type 3) (result i32)
        unreachable
      )
      (func (;4;) (type 4) (param i32) (result i32)
        unreachable
      )
      (func (;5;) (type 5) (param i32 i32 i32 i32 i32 i32 i32)
        unreachable
      )
      (func (;6;) (type 6) (param i32 i32) (result i32)
        unreachable
      )
      (func (;7;) (type 7) (param i32 i32 i32 i32) (result i32)
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
    (type (;6;) (stream u8))
    (type (;7;) (result 6 (error string)))
    (type (;8;) (func async (param "url" string) (result 7)))
    (alias export 0 "fetch" (func (;0;)))
    (export (;1;) "fetch" (func 0) (func (type 8)))
    (type (;9;) (future 4))
    (type (;10;) (result (error string)))
    (type (;11;) (func async (param "data" 6) (param "done" 9) (result 10)))
    (alias core export 1 "f0" (core func (;3;)))
    (func (;2;) (type 11) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;3;) "send" (func 2) (func (type 11)))
    (type (;12;) (stream string))
    (type (;13;) (future u32))
    (type (;14;) (tuple 12 13))
    (type (;15;) (func (result 14)))
    (alias core export 1 "f1" (core func (;4;)))
    (func (;4;) (type 15) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;5;) "pair" (func 4) (func (type 15)))
    (type (;16;) (own 2))
    (type (;17;) (stream 16))
    (type (;18;) (own 2))
    (type (;19;) (future 18))
    (type (;20;) (func (param "input" 17) (result 19)))
    (alias core export 1 "f2" (core func (;5;)))
    (func (;6;) (type 20) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;7;) "start" (func 6) (func (type 20)))
    (type (;21;) (own 2))
    (type (;22;) (own 2))
    (type (;23;) (list 22))
    (type (;24;) (func async (param "a" string) (param "b" string) (param "c" 21) (param "d" 23)))
    (alias core export 1 "f3" (core func (;6;)))
    (func (;8;) (type 24) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;9;) "wait" (func 8) (func (type 24)))
    (type (;25;) (own 2))
    (type (;26;) (func async (param "name" string) (result 25)))
    (alias core export 1 "f4" (core func (;7;)))
    (func (;10;) (type 26) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;11;) "[static]job.spawn" (func 10) (func (type 26)))
    (type (;27;) (borrow 2))
    (type (;28;) (option u32))
    (type (;29;) (func async (param "self" 27) (result 28)))
    (alias export 0 "[method]job.poll" (func (;12;)))
    (export (;13;) "[method]job.poll" (func 12) (func (type 29)))
  )
  (instance (;1;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (@custom "the agent: 291 bytes, sha256 e092db7c3033bdbc0202126c434ee4b6f163a52b62b7a9d966a2e557badb3c96" "")
  )
  (instance (;2;) (instantiate 1
      (with "acme:flow/pipe@0.1.0" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2798 bytes" "")
)
