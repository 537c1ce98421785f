(component
  (type (;0;)
    (instance
      (export (;0;) "file" (type (sub resource)))
      (type (;1;) (enum "red" "green" "blue"))
      (export (;2;) "color" (type (eq 1)))
      (type (;3;) (flags "a" "b" "c" "d" "e" "f" "g" "h" "i"))
      (export (;4;) "modes" (type (eq 3)))
      (type (;5;) (list string))
      (type (;6;) (record (field "name" string) (field "size" u64) (field "color" 2) (field "tags" 5)))
      (export (;7;) "item" (type (eq 6)))
      (type (;8;) (own 0))
      (type (;9;) (list 7))
      (type (;10;) (variant (case "none") (case "number" f64) (case "text" string) (case "handle" 8) (case "items" 9)))
      (export (;11;) "value" (type (eq 10)))
      (type (;12;) (variant (case "not-found" string) (case "access-denied") (case "other" u32)))
      (export (;13;) "error" (type (eq 12)))
      (type (;14;) (tuple u8 string))
      (type (;15;) (option 14))
      (type (;16;) (result 11 (error 13)))
      (type (;17;) (func (param "r" 7) (param "v" 11) (param "m" 4) (param "o" 15) (result 16)))
      (export (;0;) "compound" (func (type 17)))
      (type (;18;) (own 0))
      (type (;19;) (result 18 (error 13)))
      (type (;20;) (func (param "name" string) (result 19)))
      (export (;1;) "[static]file.open" (func (type 20)))
      (type (;21;) (borrow 0))
      (type (;22;) (list u8))
      (type (;23;) (result 22 (error 13)))
      (type (;24;) (func (param "self" 21) (param "at" u64) (result 23)))
      (export (;2;) "[method]file.read" (func (type 24)))
    )
  )
  (import "acme:kinds/all" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;)
      (instance
        (export (;0;) "file" (type (sub resource)))
        (type (;1;) (enum "red" "green" "blue"))
        (export (;2;) "color" (type (eq 1)))
        (type (;3;) (flags "a" "b" "c" "d" "e" "f" "g" "h" "i"))
        (export (;4;) "modes" (type (eq 3)))
        (type (;5;) (list string))
        (type (;6;) (record (field "name" string) (field "size" u64) (field "color" 2) (field "tags" 5)))
        (export (;7;) "item" (type (eq 6)))
        (type (;8;) (own 0))
        (type (;9;) (list 7))
        (type (;10;) (variant (case "none") (case "number" f64) (case "text" string) (case "handle" 8) (case "items" 9)))
        (export (;11;) "value" (type (eq 10)))
        (type (;12;) (variant (case "not-found" string) (case "access-denied") (case "other" u32)))
        (export (;13;) "error" (type (eq 12)))
        (type (;14;) (tuple u8 string))
        (type (;15;) (option 14))
        (type (;16;) (result 11 (error 13)))
        (type (;17;) (func (param "r" 7) (param "v" 11) (param "m" 4) (param "o" 15) (result 16)))
        (export (;0;) "compound" (func (type 17)))
        (type (;18;) (own 0))
        (type (;19;) (result 18 (error 13)))
        (type (;20;) (func (param "name" string) (result 19)))
        (export (;1;) "[static]file.open" (func (type 20)))
        (type (;21;) (borrow 0))
        (type (;22;) (list u8))
        (type (;23;) (result 22 (error 13)))
        (type (;24;) (func (param "self" 21) (param "at" u64) (result 23)))
        (export (;2;) "[method]file.read" (func (type 24)))
      )
    )
    (import "i0" (instance (;0;) (type 0)))
    (alias export 0 "file" (type (;1;)))
    (export (;2;) "file" (type 1))
    (alias export 0 "color" (type (;3;)))
    (export (;4;) "color" (type 3))
    (alias export 0 "modes" (type (;5;)))
    (export (;6;) "modes" (type 5))
    (alias export 0 "item" (type (;7;)))
    (export (;8;) "item" (type 7))
    (alias export 0 "value" (type (;9;)))
    (export (;10;) "value" (type 9))
    (alias export 0 "error" (type (;11;)))
    (export (;12;) "error" (type 11))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i32 i32 i32 i32 i32 i64 i64 f32 f64 i32)))
      (type (;1;) (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
      (type (;2;) (func (param i32) (result i32)))
      (type (;3;) (func (param i32) (result i64)))
      (type (;4;) (func (result i32)))
      (type (;5;) (func (result i32)))
      (type (;6;) (func (result i32)))
      (type (;7;) (func (result i32)))
      (type (;8;) (func (result i32)))
      (type (;9;) (func (result i32)))
      (type (;10;) (func (param i32) (result i32)))
      (type (;11;) (func (param i32 i32) (result i32)))
      (type (;12;) (func (param i32 i32 i32) (result i32)))
      (type (;13;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 64)
      (export "f0" (func 0))
      (export "f1" (func 1))
      (export "f2" (func 2))
      (export "f3" (func 3))
      (export "f4" (func 4))
      (export "f5" (func 5))
      (export "f6" (func 6))
      (export "f7" (func 7))
      (export "f8" (func 8))
      (export "f9" (func 9))
      (export "f10" (func 10))
      (export "f11" (func 11))
      (export "f12" (func 12))
      (export "r" (func 13))
      (export "m" (memory 0))
      (func (;0;) (type 0) (param i32 i32 i32 i32 i32 i32 i32 i64 i64 f32 f64 i32)
        unreachable
      )
      (func (;1;) (type 1) (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
        unreachable
      )
      (func (;2;) (type 2) (param i32) (result i32)
        unreachable
      )
      (func (;3;) (type 3) (param i32) (result i64)
        unreachable
      )
      (func (;4;) (type 4) (result i32)
        unreachable
      )
      (func (;5;) (type 5) (result i32)
        i32.const 16
        i32.const 64
        global.set 0
      )
      (func (;6;) (type 6) (result i32)
        i32.const 32
        i32.const 64
        global.set 0
      )
      (func (;7;) (type 7) (result i32)
        i32.const 1
        i32.const 64
        global.set 0
      )
      (func (;8;) (type 8) (result i32)
        unreachable
      )
      (func (;9;) (type 9) (result i32)
        unreachable
      )
      (func (;10;) (type 10) (param i32) (result i32)
        unreachable
      )
      (func (;11;) (type 11) (param i32 i32) (result i32)
        unreachable
      )
      (func (;12;) (type 12) (param i32 i32 i32) (result i32)
        unreachable
      )
      (func (;13;) (type 13) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 16) "\01\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00,\00\00\00\0d\00\00\00access denied\01")
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;13;) (func (param "a" bool) (param "b" u8) (param "c" s8) (param "d" u16) (param "e" s16) (param "f" u32) (param "g" s32) (param "h" u64) (param "i" s64) (param "j" f32) (param "k" f64) (param "l" char)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 13) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "scalars" (func 0) (func (type 13)))
    (type (;14;) (tuple u8 string))
    (type (;15;) (option 14))
    (type (;16;) (result 10 (error 12)))
    (type (;17;) (func (param "r" 8) (param "v" 10) (param "m" 6) (param "o" 15) (result 16)))
    (alias export 0 "compound" (func (;2;)))
    (export (;3;) "compound" (func 2) (func (type 17)))
    (type (;18;) (own 2))
    (type (;19;) (borrow 2))
    (type (;20;) (own 2))
    (type (;21;) (list 20))
    (type (;22;) (own 2))
    (type (;23;) (option 22))
    (type (;24;) (own 2))
    (type (;25;) (option 24))
    (type (;26;) (list 25))
    (type (;27;) (own 2))
    (type (;28;) (result 26 (error 27)))
    (type (;29;) (own 2))
    (type (;30;) (list 29))
    (type (;31;) (func (param "own" 18) (param "borrow" 19) (param "many" 21) (param "maybe" 23) (param "nested" 28) (result 30)))
    (alias core export 0 "f1" (core func (;2;)))
    (func (;4;) (type 31) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "handles" (func 4) (func (type 31)))
    (type (;32;) (own 2))
    (type (;33;) (tuple string string))
    (type (;34;) (func (param "a" string) (param "b" string) (param "c" string) (param "d" string) (param "e" string) (param "f" string) (param "g" string) (param "h" string) (param "i" string) (param "own" 32) (result 33)))
    (alias core export 0 "f2" (core func (;3;)))
    (func (;6;) (type 34) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;7;) "spilled" (func 6) (func (type 34)))
    (type (;35;) (own 2))
    (type (;36;) (func (param "a" u32) (param "b" u32) (param "c" u32) (param "d" u32) (param "e" u32) (param "f" u32) (param "g" u32) (param "h" u32) (param "i" u32) (param "j" u32) (param "k" u32) (param "l" u32) (param "m" u32) (param "n" u32) (param "o" u32) (param "p" u32) (param "q" 35) (result u64)))
    (alias core export 0 "f3" (core func (;4;)))
    (func (;8;) (type 36) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;9;) "many" (func 8) (func (type 36)))
    (type (;37;) (list u8))
    (type (;38;) (option 8))
    (type (;39;) (tuple u64 f32 string 37 38))
    (type (;40;) (func (result 39)))
    (alias core export 0 "f4" (core func (;5;)))
    (func (;10;) (type 40) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;11;) "large" (func 10) (func (type 40)))
    (type (;41;) (result (error 12)))
    (type (;42;) (func (result 41)))
    (alias core export 0 "f5" (core func (;6;)))
    (func (;12;) (type 42) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;13;) "fails" (func 12) (func (type 42)))
    (type (;43;) (result u32 (error string)))
    (type (;44;) (func (result 43)))
    (alias core export 0 "f6" (core func (;7;)))
    (func (;14;) (type 44) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;15;) "fails-with-text" (func 14) (func (type 44)))
    (type (;45;) (result))
    (type (;46;) (func (result 45)))
    (alias core export 0 "f7" (core func (;8;)))
    (func (;16;) (type 46) (canon lift (core func 8) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;17;) "fails-bare" (func 16) (func (type 46)))
    (type (;47;) (option 8))
    (type (;48;) (func (result 47)))
    (alias core export 0 "f8" (core func (;9;)))
    (func (;18;) (type 48) (canon lift (core func 9) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;19;) "maybe" (func 18) (func (type 48)))
    (type (;49;) (list 8))
    (type (;50;) (func (result 49)))
    (alias core export 0 "f9" (core func (;10;)))
    (func (;20;) (type 50) (canon lift (core func 10) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;21;) "listed" (func 20) (func (type 50)))
    (type (;51;) (tuple f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64))
    (type (;52;) (tuple f64 f64))
    (type (;53;) (func (param "v" 51) (result 52)))
    (alias core export 0 "f10" (core func (;11;)))
    (func (;22;) (type 53) (canon lift (core func 11) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;23;) "wide" (func 22) (func (type 53)))
    (type (;54;) (own 2))
    (type (;55;) (func (param "name" string) (result 54)))
    (alias core export 0 "f11" (core func (;12;)))
    (func (;24;) (type 55) (canon lift (core func 12) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;25;) "[constructor]file" (func 24) (func (type 55)))
    (type (;56;) (own 2))
    (type (;57;) (result 56 (error 12)))
    (type (;58;) (func (param "name" string) (result 57)))
    (alias export 0 "[static]file.open" (func (;26;)))
    (export (;27;) "[static]file.open" (func 26) (func (type 58)))
    (type (;59;) (borrow 2))
    (type (;60;) (list u8))
    (type (;61;) (result 60 (error 12)))
    (type (;62;) (func (param "self" 59) (param "at" u64) (result 61)))
    (alias export 0 "[method]file.read" (func (;28;)))
    (export (;29;) "[method]file.read" (func 28) (func (type 62)))
    (type (;63;) (borrow 2))
    (type (;64;) (borrow 2))
    (type (;65;) (own 2))
    (type (;66;) (own 2))
    (type (;67;) (func (param "self" 63) (param "with" 64) (param "into" 65) (result 66)))
    (alias core export 0 "f12" (core func (;13;)))
    (func (;30;) (type 67) (canon lift (core func 13) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;31;) "[method]file.merge" (func 30) (func (type 67)))
  )
  (instance (;1;) (instantiate 0
      (with "i0" (instance 0))
    )
  )
  (component (;1;)
    (@custom "the agent: 949 bytes, sha256 5a6e23292b361887be1af2b623864eca884c19cc01d272f8dc0f1c6235e858f5" "")
  )
  (instance (;2;) (instantiate 1
      (with "acme:kinds/all" (instance 1))
    )
  )
  (@custom "caplink: a copy of the lockfile, 4623 bytes" "")
)
