(component
  (component (;0;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "job" (type 0))
    (type (;2;) (stream u8))
    (core func (;0;) (canon stream.drop-readable 2))
    (type (;3;) (result (error string)))
    (type (;4;) (future 3))
    (core func (;1;) (canon future.drop-readable 4))
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (type (;1;) (func (param i32)))
      (type (;2;) (func (param i32 i32) (result i32)))
      (type (;3;) (func (param i32 i32) (result i32)))
      (type (;4;) (func (result i32)))
      (type (;5;) (func (param i32) (result i32)))
      (type (;6;) (func (param i32 i32 i32 i32 i32 i32 i32)))
      (type (;7;) (func (param i32 i32) (result i32)))
      (type (;8;) (func (param i32) (result i32)))
      (type (;9;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 80)
      (export "f0" (func 2))
      (export "f1" (func 3))
      (export "f2" (func 4))
      (export "f3" (func 5))
      (export "f4" (func 6))
      (export "f5" (func 7))
      (export "f6" (func 8))
      (export "r" (func 9))
      (export "m" (memory 0))
      (func (;2;) (type 2) (param i32 i32) (result i32)
        i32.const 16
        i32.const 80
        global.set 0
      )
      (func (;3;) (type 3) (param i32 i32) (result i32)
        local.get 0
        call 0
        local.get 1
        call 1
        i32.const 44
        i32.const 80
        global.set 0
      )
      (func (;4;) (type 4) (result i32)
        unreachable
      )
      (func (;5;) (type 5) (param i32) (result i32)
        unreachable
      )
      (func (;6;) (type 6) (param i32 i32 i32 i32 i32 i32 i32)
        unreachable
      )
      (func (;7;) (type 7) (param i32 i32) (result i32)
        unreachable
      )
      (func (;8;) (type 8) (param i32) (result i32)
        unreachable
      )
      (func (;9;) (type 9) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 16) "\01\00\00\00\1c\00\00\00\0d\00\00\00access denied\00\00\00\01\00\00\008\00\00\00\0d\00\00\00access denied")
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
    (type (;5;) (stream u8))
    (type (;6;) (result 5 (error string)))
    (type (;7;) (func async (param "url" string) (result 6)))
    (alias core export 1 "f0" (core func (;3;)))
    (func (;0;) (type 7) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;1;) "fetch" (func 0) (func (type 7)))
    (type (;8;) (future 3))
    (type (;9;) (result (error string)))
    (type (;10;) (func async (param "data" 5) (param "done" 8) (result 9)))
    (alias core export 1 "f1" (core func (;4;)))
    (func (;2;) (type 10) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;3;) "send" (func 2) (func (type 10)))
    (type (;11;) (stream string))
    (type (;12;) (future u32))
    (type (;13;) (tuple 11 12))
    (type (;14;) (func (result 13)))
    (alias core export 1 "f2" (core func (;5;)))
    (func (;4;) (type 14) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;5;) "pair" (func 4) (func (type 14)))
    (type (;15;) (own 1))
    (type (;16;) (stream 15))
    (type (;17;) (own 1))
    (type (;18;) (future 17))
    (type (;19;) (func (param "input" 16) (result 18)))
    (alias core export 1 "f3" (core func (;6;)))
    (func (;6;) (type 19) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;7;) "start" (func 6) (func (type 19)))
    (type (;20;) (own 1))
    (type (;21;) (own 1))
    (type (;22;) (list 21))
    (type (;23;) (func async (param "a" string) (param "b" string) (param "c" 20) (param "d" 22)))
    (alias core export 1 "f4" (core func (;7;)))
    (func (;8;) (type 23) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;9;) "wait" (func 8) (func (type 23)))
    (type (;24;) (own 1))
    (type (;25;) (func async (param "name" string) (result 24)))
    (alias core export 1 "f5" (core func (;8;)))
    (func (;10;) (type 25) (canon lift (core func 8) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;11;) "[static]job.spawn" (func 10) (func (type 25)))
    (type (;26;) (borrow 1))
    (type (;27;) (option u32))
    (type (;28;) (func async (param "self" 26) (result 27)))
    (alias core export 1 "f6" (core func (;9;)))
    (func (;12;) (type 28) (canon lift (core func 9) string-encoding=utf8 (memory 0) (realloc 2)))
    (export (;13;) "[method]job.poll" (func 12) (func (type 28)))
  )
  (instance (;0;) (instantiate 0))
  (component (;1;)
    (@custom "the agent: 291 bytes, sha256 e092db7c3033bdbc0202126c434ee4b6f163a52b62b7a9d966a2e557badb3c96" "")
  )
  (instance (;1;) (instantiate 1
      (with "acme:flow/pipe@0.1.0" (instance 0))
    )
  )
  (@custom "caplink: a copy of the lockfile, 2532 bytes" "")
)
