(component
  (component (;0;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "file" (type 0))
    (type (;2;) (enum "red" "green" "blue"))
    (export (;3;) "color" (type 2))
    (type (;4;) (flags "a" "b" "c" "d" "e" "f" "g" "h" "i"))
    (export (;5;) "modes" (type 4))
    (type (;6;) (list string))
    (type (;7;) (record (field "name" string) (field "size" u64) (field "color" 3) (field "tags" 6)))
    (export (;8;) "item" (type 7))
    (type (;9;) (own 1))
    (type (;10;) (list 8))
    (type (;11;) (variant (case "none") (case "number" f64) (case "text" string) (case "handle" 9) (case "items" 10)))
    (export (;12;) "value" (type 11))
    (type (;13;) (variant (case "not-found" string) (case "access-denied") (case "other" u32)))
    (export (;14;) "error" (type 13))
    (core func (;0;) (canon resource.drop 1))
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (type (;1;) (func (param i32 i32 i32 i32 i32 i32 i32 i64 i64 f32 f64 i32)))
      (type (;2;) (func (param i32 i32 i64 i32 i32 i32 i32 i64 i32 i32 i32 i32 i32 i32) (result i32)))
      (type (;3;) (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
      (type (;4;) (func (param i32) (result i32)))
      (type (;5;) (func (param i32) (result i64)))
      (type (;6;) (func (result i32)))
      (type (;7;) (func (result i32)))
      (type (;8;) (func (result i32)))
      (type (;9;) (func (result i32)))
      (type (;10;) (func (result i32)))
      (type (;11;) (func (result i32)))
      (type (;12;) (func (param i32) (result i32)))
      (type (;13;) (func (param i32 i32) (result i32)))
      (type (;14;) (func (param i32 i32) (result i32)))
      (type (;15;) (func (param i32 i64) (result i32)))
      (type (;16;) (func (param i32 i32 i32) (result i32)))
      (type (;17;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 128)
      (export "f0" (func 1))
      (export "f1" (func 2))
      (export "f2" (func 3))
      (export "f3" (func 4))
      (export "f4" (func 5))
      (export "f5" (func 6))
      (export "f6" (func 7))
      (export "f7" (func 8))
      (export "f8" (func 9))
      (export "f9" (func 10))
      (export "f10" (func 11))
      (export "f11" (func 12))
      (export "f12" (func 13))
      (export "f13" (func 14))
      (export "f14" (func 15))
      (export "f15" (func 16))
      (export "r" (func 17))
      (export "m" (memory 0))
      (func (;1;) (type 1) (param i32 i32 i32 i32 i32 i32 i32 i64 i64 f32 f64 i32)
        unreachable
      )
      (func (;2;) (type 2) (param i32 i32 i64 i32 i32 i32 i32 i64 i32 i32 i32 i32 i32 i32) (result i32)
        local.get 6
        i32.const 3
        i32.eq
        if ;; label = @1
          local.get 7
          i32.wrap_i64
          call 0
        end
        i32.const 16
        i32.const 128
        global.set 0
      )
      (func (;3;) (type 3) (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
        unreachable
      )
      (func (;4;) (type 4) (param i32) (result i32)
        unreachable
      )
      (func (;5;) (type 5) (param i32) (result i64)
        unreachable
      )
      (func (;6;) (type 6) (result i32)
        unreachable
      )
      (func (;7;) (type 7) (result i32)
        i32.const 40
        i32.const 128
        global.set 0
      )
      (func (;8;) (type 8) (result i32)
        i32.const 56
        i32.const 128
        global.set 0
      )
      (func (;9;) (type 9) (result i32)
        i32.const 1
        i32.const 128
        global.set 0
      )
      (func (;10;) (type 10) (result i32)
        unreachable
      )
      (func (;11;) (type 11) (result i32)
        unreachable
      )
      (func (;12;) (type 12) (param i32) (result i32)
        unreachable
      )
      (func (;13;) (type 13) (param i32 i32) (result i32)
        unreachable
      )
      (func (;14;) (type 14) (param i32 i32) (result i32)
        i32.const 84
        i32.const 128
        global.set 0
      )
      (func (;15;) (type 15) (param i32 i64) (result i32)
        i32.const 100
        i32.const 128
        global.set 0
      )
      (func (;16;) (type 16) (param i32 i32 i32) (result i32)
        unreachable
      )
      (func (;17;) (type 17) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 16) "\01\00\00\00\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00D\00\00\00\0d\00\00\00access denied\01\00\00\01\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00")
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
    (type (;15;) (func (param "a" bool) (param "b" u8) (param "c" s8) (param "d" u16) (param "e" s16) (param "f" u32) (param "g" s32) (param "h" u64) (param "i" s64) (param "j" f32) (param "k" f64) (param "l" char)))
    (alias core export 1 "f0" (core func (;2;)))
    (func (;0;) (type 15) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;1;) "scalars" (func 0) (func (type 15)))
    (type (;16;) (tuple u8 string))
    (type (;17;) (option 16))
    (type (;18;) (result 12 (error 14)))
    (type (;19;) (func (param "r" 8) (param "v" 12) (param "m" 5) (param "o" 17) (result 18)))
    (alias core export 1 "f1" (core func (;3;)))
    (func (;2;) (type 19) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;3;) "compound" (func 2) (func (type 19)))
    (type (;20;) (own 1))
    (type (;21;) (borrow 1))
    (type (;22;) (own 1))
    (type (;23;) (list 22))
    (type (;24;) (own 1))
    (type (;25;) (option 24))
    (type (;26;) (own 1))
    (type (;27;) (option 26))
    (type (;28;) (list 27))
    (type (;29;) (own 1))
    (type (;30;) (result 28 (error 29)))
    (type (;31;) (own 1))
    (type (;32;) (list 31))
    (type (;33;) (func (param "own" 20) (param "borrow" 21) (param "many" 23) (param "maybe" 25) (param "nested" 30) (result 32)))
    (alias core export 1 "f2" (core func (;4;)))
    (func (;4;) (type 33) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;5;) "handles" (func 4) (func (type 33)))
    (type (;34;) (own 1))
    (type (;35;) (tuple string string))
    (type (;36;) (func (param "a" string) (param "b" string) (param "c" string) (param "d" string) (param "e" string) (param "f" string) (param "g" string) (param "h" string) (param "i" string) (param "own" 34) (result 35)))
    (alias core export 1 "f3" (core func (;5;)))
    (func (;6;) (type 36) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;7;) "spilled" (func 6) (func (type 36)))
    (type (;37;) (own 1))
    (type (;38;) (func (param "a" u32) (param "b" u32) (param "c" u32) (param "d" u32) (param "e" u32) (param "f" u32) (param "g" u32) (param "h" u32) (param "i" u32) (param "j" u32) (param "k" u32) (param "l" u32) (param "m" u32) (param "n" u32) (param "o" u32) (param "p" u32) (param "q" 37) (result u64)))
    (alias core export 1 "f4" (core func (;6;)))
    (func (;8;) (type 38) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;9;) "many" (func 8) (func (type 38)))
    (type (;39;) (list u8))
    (type (;40;) (option 8))
    (type (;41;) (tuple u64 f32 string 39 40))
    (type (;42;) (func (result 41)))
    (alias core export 1 "f5" (core func (;7;)))
    (func (;10;) (type 42) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;11;) "large" (func 10) (func (type 42)))
    (type (;43;) (result (error 14)))
    (type (;44;) (func (result 43)))
    (alias core export 1 "f6" (core func (;8;)))
    (func (;12;) (type 44) (canon lift (core func 8) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;13;) "fails" (func 12) (func (type 44)))
    (type (;45;) (result u32 (error string)))
    (type (;46;) (func (result 45)))
    (alias core export 1 "f7" (core func (;9;)))
    (func (;14;) (type 46) (canon lift (core func 9) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;15;) "fails-with-text" (func 14) (func (type 46)))
    (type (;47;) (result))
    (type (;48;) (func (result 47)))
    (alias core export 1 "f8" (core func (;10;)))
    (func (;16;) (type 48) (canon lift (core func 10) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;17;) "fails-bare" (func 16) (func (type 48)))
    (type (;49;) (option 8))
    (type (;50;) (func (result 49)))
    (alias core export 1 "f9" (core func (;11;)))
    (func (;18;) (type 50) (canon lift (core func 11) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;19;) "maybe" (func 18) (func (type 50)))
    (type (;51;) (list 8))
    (type (;52;) (func (result 51)))
    (alias core export 1 "f10" (core func (;12;)))
    (func (;20;) (type 52) (canon lift (core func 12) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;21;) "listed" (func 20) (func (type 52)))
    (type (;53;) (tuple f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64))
    (type (;54;) (tuple f64 f64))
    (type (;55;) (func (param "v" 53) (result 54)))
    (alias core export 1 "f11" (core func (;13;)))
    (func (;22;) (type 55) (canon lift (core func 13) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;23;) "wide" (func 22) (func (type 55)))
    (type (;56;) (own 1))
    (type (;57;) (func (param "name" string) (result 56)))
    (alias core export 1 "f12" (core func (;14;)))
    (func (;24;) (type 57) (canon lift (core func 14) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;25;) "[constructor]file" (func 24) (func (type 57)))
    (type (;58;) (own 1))
    (type (;59;) (result 58 (error 14)))
    (type (;60;) (func (param "name" string) (result 59)))
    (alias core export 1 "f13" (core func (;15;)))
    (func (;26;) (type 60) (canon lift (core func 15) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;27;) "[static]file.open" (func 26) (func (type 60)))
    (type (;61;) (borrow 1))
    (type (;62;) (list u8))
    (type (;63;) (result 62 (error 14)))
    (type (;64;) (func (param "self" 61) (param "at" u64) (result 63)))
    (alias core export 1 "f14" (core func (;16;)))
    (func (;28;) (type 64) (canon lift (core func 16) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;29;) "[method]file.read" (func 28) (func (type 64)))
    (type (;65;) (borrow 1))
    (type (;66;) (borrow 1))
    (type (;67;) (own 1))
    (type (;68;) (own 1))
    (type (;69;) (func (param "self" 65) (param "with" 66) (param "into" 67) (result 68)))
    (alias core export 1 "f15" (core func (;17;)))
    (func (;30;) (type 69) (canon lift (core func 17) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;31;) "[method]file.merge" (func 30) (func (type 69)))
  )
  (instance (;0;) (instantiate 0))
  (component (;1;)
    (@custom "the agent: 949 bytes, sha256 5a6e23292b361887be1af2b623864eca884c19cc01d272f8dc0f1c6235e858f5" "")
  )
  (instance (;1;) (instantiate 1
      (with "acme:kinds/all" (instance 0))
    )
  )
  (@custom "caplink: a copy of the lockfile, 4361 bytes" "")
)
