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
    (type (;3;) (enum "red" "green" "blue"))
    (export (;4;) "color" (type 3))
    (type (;5;) (flags "a" "b" "c" "d" "e" "f" "g" "h" "i"))
    (export (;6;) "modes" (type 5))
    (type (;7;) (list string))
    (type (;8;) (record (field "name" string) (field "size" u64) (field "color" 4) (field "tags" 7)))
    (export (;9;) "item" (type 8))
    (type (;10;) (own 2))
    (type (;11;) (list 9))
    (type (;12;) (variant (case "none") (case "number" f64) (case "text" string) (case "handle" 10) (case "items" 11)))
    (export (;13;) "value" (type 12))
    (type (;14;) (variant (case "not-found" string) (case "access-denied") (case "other" u32)))
    (export (;15;) "error" (type 14))
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
    (type (;16;) (func (param "a" bool) (param "b" u8) (param "c" s8) (param "d" u16) (param "e" s16) (param "f" u32) (param "g" s32) (param "h" u64) (param "i" s64) (param "j" f32) (param "k" f64) (param "l" char)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 16) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "scalars" (func 0) (func (type 16)))
    (type (;17;) (tuple u8 string))
    (type (;18;) (option 17))
    (type (;19;) (result 13 (error 15)))
    (type (;20;) (func (param "r" 9) (param "v" 13) (param "m" 6) (param "o" 18) (result 19)))
    (alias export 0 "compound" (func (;2;)))
    (export (;3;) "compound" (func 2) (func (type 20)))
    (type (;21;) (own 2))
    (type (;22;) (borrow 2))
    (type (;23;) (own 2))
    (type (;24;) (list 23))
    (type (;25;) (own 2))
    (type (;26;) (option 25))
    (type (;27;) (own 2))
    (type (;28;) (option 27))
    (type (;29;) (list 28))
    (type (;30;) (own 2))
    (type (;31;) (result 29 (error 30)))
    (type (;32;) (own 2))
    (type (;33;) (list 32))
    (type (;34;) (func (param "own" 21) (param "borrow" 22) (param "many" 24) (param "maybe" 26) (param "nested" 31) (result 33)))
    (alias core export 0 "f1" (core func (;2;)))
    (func (;4;) (type 34) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "handles" (func 4) (func (type 34)))
    (type (;35;) (own 2))
    (type (;36;) (tuple string string))
    (type (;37;) (func (param "a" string) (param "b" string) (param "c" string) (param "d" string) (param "e" string) (param "f" string) (param "g" string) (param "h" string) (param "i" string) (param "own" 35) (result 36)))
    (alias core export 0 "f2" (core func (;3;)))
    (func (;6;) (type 37) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;7;) "spilled" (func 6) (func (type 37)))
    (type (;38;) (own 2))
    (type (;39;) (func (param "a" u32) (param "b" u32) (param "c" u32) (param "d" u32) (param "e" u32) (param "f" u32) (param "g" u32) (param "h" u32) (param "i" u32) (param "j" u32) (param "k" u32) (param "l" u32) (param "m" u32) (param "n" u32) (param "o" u32) (param "p" u32) (param "q" 38) (result u64)))
    (alias core export 0 "f3" (core func (;4;)))
    (func (;8;) (type 39) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;9;) "many" (func 8) (func (type 39)))
    (type (;40;) (list u8))
    (type (;41;) (option 9))
    (type (;42;) (tuple u64 f32 string 40 41))
    (type (;43;) (func (result 42)))
    (alias core export 0 "f4" (core func (;5;)))
    (func (;10;) (type 43) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;11;) "large" (func 10) (func (type 43)))
    (type (;44;) (result (error 15)))
    (type (;45;) (func (result 44)))
    (alias core export 0 "f5" (core func (;6;)))
    (func (;12;) (type 45) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;13;) "fails" (func 12) (func (type 45)))
    (type (;46;) (result u32 (error string)))
    (type (;47;) (func (result 46)))
    (alias core export 0 "f6" (core func (;7;)))
    (func (;14;) (type 47) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;15;) "fails-with-text" (func 14) (func (type 47)))
    (type (;48;) (result))
    (type (;49;) (func (result 48)))
    (alias core export 0 "f7" (core func (;8;)))
    (func (;16;) (type 49) (canon lift (core func 8) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;17;) "fails-bare" (func 16) (func (type 49)))
    (type (;50;) (option 9))
    (type (;51;) (func (result 50)))
    (alias core export 0 "f8" (core func (;9;)))
    (func (;18;) (type 51) (canon lift (core func 9) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;19;) "maybe" (func 18) (func (type 51)))
    (type (;52;) (list 9))
    (type (;53;) (func (result 52)))
    (alias core export 0 "f9" (core func (;10;)))
    (func (;20;) (type 53) (canon lift (core func 10) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;21;) "listed" (func 20) (func (type 53)))
    (type (;54;) (tuple f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64))
    (type (;55;) (tuple f64 f64))
    (type (;56;) (func (param "v" 54) (result 55)))
    (alias core export 0 "f10" (core func (;11;)))
    (func (;22;) (type 56) (canon lift (core func 11) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;23;) "wide" (func 22) (func (type 56)))
    (type (;57;) (own 2))
    (type (;58;) (func (param "name" string) (result 57)))
    (alias core export 0 "f11" (core func (;12;)))
    (func (;24;) (type 58) (canon lift (core func 12) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;25;) "[constructor]file" (func 24) (func (type 58)))
    (type (;59;) (own 2))
    (type (;60;) (result 59 (error 15)))
    (type (;61;) (func (param "name" string) (result 60)))
    (alias export 0 "[static]file.open" (func (;26;)))
    (export (;27;) "[static]file.open" (func 26) (func (type 61)))
    (type (;62;) (borrow 2))
    (type (;63;) (list u8))
    (type (;64;) (result 63 (error 15)))
    (type (;65;) (func (param "self" 62) (param "at" u64) (result 64)))
    (alias export 0 "[method]file.read" (func (;28;)))
    (export (;29;) "[method]file.read" (func 28) (func (type 65)))
    (type (;66;) (borrow 2))
    (type (;67;) (borrow 2))
    (type (;68;) (own 2))
    (type (;69;) (own 2))
    (type (;70;) (func (param "self" 66) (param "with" 67) (param "into" 68) (result 69)))
    (alias core export 0 "f12" (core func (;13;)))
    (func (;30;) (type 70) (canon lift (core func 13) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;31;) "[method]file.merge" (func 30) (func (type 70)))
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
