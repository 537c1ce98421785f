(component
  (type (;0;)
    (instance
      (export (;0;) "pollable" (type (sub resource)))
      (type (;1;) (borrow 0))
      (type (;2;) (func (param "self" 1)))
      (export (;0;) "[method]pollable.block" (func (type 2)))
    )
  )
  (import "wasi:io/poll@0.2.12" (instance (;0;) (type 0)))
  (type (;1;)
    (instance
      (export (;0;) "error" (type (sub resource)))
      (type (;1;) (borrow 0))
      (type (;2;) (func (param "self" 1) (result string)))
      (export (;0;) "[method]error.to-debug-string" (func (type 2)))
    )
  )
  (import "wasi:io/error@0.2.12" (instance (;1;) (type 1)))
  (alias export 1 "error" (type (;2;)))
  (type (;3;)
    (instance
      (export (;0;) "input-stream" (type (sub resource)))
      (alias outer 1 2 (type (;1;)))
      (export (;2;) "error" (type (eq 1)))
      (type (;3;) (own 2))
      (type (;4;) (variant (case "last-operation-failed" 3) (case "closed")))
      (export (;5;) "stream-error" (type (eq 4)))
      (type (;6;) (borrow 0))
      (type (;7;) (list u8))
      (type (;8;) (result 7 (error 5)))
      (type (;9;) (func (param "self" 6) (param "len" u64) (result 8)))
      (export (;0;) "[method]input-stream.blocking-read" (func (type 9)))
    )
  )
  (import "wasi:io/streams@0.2.12" (instance (;2;) (type 3)))
  (alias export 2 "input-stream" (type (;4;)))
  (alias export 0 "pollable" (type (;5;)))
  (type (;6;)
    (instance
      (export (;0;) "incoming-body" (type (sub resource)))
      (alias outer 1 4 (type (;1;)))
      (export (;2;) "input-stream" (type (eq 1)))
      (export (;3;) "fields" (type (sub resource)))
      (export (;4;) "headers" (type (eq 3)))
      (export (;5;) "outgoing-request" (type (sub resource)))
      (type (;6;) (variant (case "get") (case "head") (case "post") (case "put") (case "delete") (case "connect") (case "options") (case "trace") (case "patch") (case "other" string)))
      (export (;7;) "method" (type (eq 6)))
      (type (;8;) (variant (case "HTTP") (case "HTTPS") (case "other" string)))
      (export (;9;) "scheme" (type (eq 8)))
      (export (;10;) "future-incoming-response" (type (sub resource)))
      (alias outer 1 5 (type (;11;)))
      (export (;12;) "pollable" (type (eq 11)))
      (export (;13;) "incoming-response" (type (sub resource)))
      (type (;14;) (option string))
      (type (;15;) (option u16))
      (type (;16;) (record (field "rcode" 14) (field "info-code" 15)))
      (export (;17;) "DNS-error-payload" (type (eq 16)))
      (type (;18;) (option u8))
      (type (;19;) (record (field "alert-id" 18) (field "alert-message" 14)))
      (export (;20;) "TLS-alert-received-payload" (type (eq 19)))
      (type (;21;) (option u32))
      (type (;22;) (record (field "field-name" 14) (field "field-size" 21)))
      (export (;23;) "field-size-payload" (type (eq 22)))
      (type (;24;) (option u64))
      (type (;25;) (option 23))
      (type (;26;) (variant (case "DNS-timeout") (case "DNS-error" 17) (case "destination-not-found") (case "destination-unavailable") (case "destination-IP-prohibited") (case "destination-IP-unroutable") (case "connection-refused") (case "connection-terminated") (case "connection-timeout") (case "connection-read-timeout") (case "connection-write-timeout") (case "connection-limit-reached") (case "TLS-protocol-error") (case "TLS-certificate-error") (case "TLS-alert-received" 20) (case "HTTP-request-denied") (case "HTTP-request-length-required") (case "HTTP-request-body-size" 24) (case "HTTP-request-method-invalid") (case "HTTP-request-URI-invalid") (case "HTTP-request-URI-too-long") (case "HTTP-request-header-section-size" 21) (case "HTTP-request-header-size" 25) (case "HTTP-request-trailer-section-size" 21) (case "HTTP-request-trailer-size" 23) (case "HTTP-response-incomplete") (case "HTTP-response-header-section-size" 21) (case "HTTP-response-header-size" 23) (case "HTTP-response-body-size" 24) (case "HTTP-response-trailer-section-size" 21) (case "HTTP-response-trailer-size" 23) (case "HTTP-response-transfer-coding" 14) (case "HTTP-response-content-coding" 14) (case "HTTP-response-timeout") (case "HTTP-upgrade-failed") (case "HTTP-protocol-error") (case "loop-detected") (case "configuration-error") (case "internal-error" 14)))
      (export (;27;) "error-code" (type (eq 26)))
      (type (;28;) u16)
      (export (;29;) "status-code" (type (eq 28)))
      (export (;30;) "request-options" (type (sub resource)))
      (type (;31;) (own 3))
      (type (;32;) (func (result 31)))
      (export (;0;) "[constructor]fields" (func (type 32)))
      (type (;33;) (own 4))
      (type (;34;) (own 5))
      (type (;35;) (func (param "headers" 33) (result 34)))
      (export (;1;) "[constructor]outgoing-request" (func (type 35)))
      (type (;36;) (borrow 5))
      (type (;37;) (result))
      (type (;38;) (func (param "self" 36) (param "method" 7) (result 37)))
      (export (;2;) "[method]outgoing-request.set-method" (func (type 38)))
      (type (;39;) (func (param "self" 36) (param "path-with-query" 14) (result 37)))
      (export (;3;) "[method]outgoing-request.set-path-with-query" (func (type 39)))
      (type (;40;) (option 9))
      (type (;41;) (func (param "self" 36) (param "scheme" 40) (result 37)))
      (export (;4;) "[method]outgoing-request.set-scheme" (func (type 41)))
      (type (;42;) (func (param "self" 36) (param "authority" 14) (result 37)))
      (export (;5;) "[method]outgoing-request.set-authority" (func (type 42)))
      (type (;43;) (borrow 13))
      (type (;44;) (func (param "self" 43) (result 29)))
      (export (;6;) "[method]incoming-response.status" (func (type 44)))
      (type (;45;) (own 0))
      (type (;46;) (result 45))
      (type (;47;) (func (param "self" 43) (result 46)))
      (export (;7;) "[method]incoming-response.consume" (func (type 47)))
      (type (;48;) (borrow 0))
      (type (;49;) (own 2))
      (type (;50;) (result 49))
      (type (;51;) (func (param "self" 48) (result 50)))
      (export (;8;) "[method]incoming-body.stream" (func (type 51)))
      (type (;52;) (borrow 10))
      (type (;53;) (own 12))
      (type (;54;) (func (param "self" 52) (result 53)))
      (export (;9;) "[method]future-incoming-response.subscribe" (func (type 54)))
      (type (;55;) (own 13))
      (type (;56;) (result 55 (error 27)))
      (type (;57;) (result 56))
      (type (;58;) (option 57))
      (type (;59;) (func (param "self" 52) (result 58)))
      (export (;10;) "[method]future-incoming-response.get" (func (type 59)))
      (type (;60;) (borrow 5))
      (type (;61;) (func (param "self" 60) (result 7)))
      (export (;11;) "[method]outgoing-request.method" (func (type 61)))
      (type (;62;) (borrow 5))
      (type (;63;) (option 9))
      (type (;64;) (func (param "self" 62) (result 63)))
      (export (;12;) "[method]outgoing-request.scheme" (func (type 64)))
      (type (;65;) (borrow 5))
      (type (;66;) (option string))
      (type (;67;) (func (param "self" 65) (result 66)))
      (export (;13;) "[method]outgoing-request.authority" (func (type 67)))
      (type (;68;) (borrow 5))
      (type (;69;) (option string))
      (type (;70;) (func (param "self" 68) (result 69)))
      (export (;14;) "[method]outgoing-request.path-with-query" (func (type 70)))
      (type (;71;) (borrow 5))
      (type (;72;) (own 3))
      (type (;73;) (func (param "self" 71) (result 72)))
      (export (;15;) "[method]outgoing-request.headers" (func (type 73)))
      (type (;74;) (borrow 3))
      (type (;75;) (list u8))
      (type (;76;) (tuple string 75))
      (type (;77;) (list 76))
      (type (;78;) (func (param "self" 74) (result 77)))
      (export (;16;) "[method]fields.entries" (func (type 78)))
    )
  )
  (import "wasi:http/types@0.2.12" (instance (;3;) (type 6)))
  (alias export 3 "outgoing-request" (type (;7;)))
  (alias export 3 "request-options" (type (;8;)))
  (alias export 3 "future-incoming-response" (type (;9;)))
  (alias export 3 "error-code" (type (;10;)))
  (type (;11;)
    (instance
      (alias outer 1 7 (type (;0;)))
      (export (;1;) "outgoing-request" (type (eq 0)))
      (alias outer 1 8 (type (;2;)))
      (export (;3;) "request-options" (type (eq 2)))
      (alias outer 1 9 (type (;4;)))
      (export (;5;) "future-incoming-response" (type (eq 4)))
      (alias outer 1 10 (type (;6;)))
      (export (;7;) "error-code" (type (eq 6)))
      (type (;8;) (own 1))
      (type (;9;) (own 3))
      (type (;10;) (option 9))
      (type (;11;) (own 5))
      (type (;12;) (result 11 (error 7)))
      (type (;13;) (func (param "request" 8) (param "options" 10) (result 12)))
      (export (;0;) "handle" (func (type 13)))
    )
  )
  (import "wasi:http/outgoing-handler@0.2.12" (instance (;4;) (type 11)))
  (component (;0;)
    (import "t0" (type (;0;) (sub resource)))
    (import "t1" (type (;1;) (sub resource)))
    (type (;2;)
      (instance
        (export (;0;) "input-stream" (type (sub resource)))
        (alias outer 1 0 (type (;1;)))
        (export (;2;) "error" (type (eq 1)))
        (type (;3;) (own 2))
        (type (;4;) (variant (case "last-operation-failed" 3) (case "closed")))
        (export (;5;) "stream-error" (type (eq 4)))
        (type (;6;) (borrow 0))
        (type (;7;) (list u8))
        (type (;8;) (result 7 (error 5)))
        (type (;9;) (func (param "self" 6) (param "len" u64) (result 8)))
        (export (;0;) "[method]input-stream.blocking-read" (func (type 9)))
      )
    )
    (import "i0" (instance (;0;) (type 2)))
    (alias export 0 "input-stream" (type (;3;)))
    (export (;4;) "input-stream" (type 3))
    (export (;5;) "error" (type 0))
    (alias export 0 "stream-error" (type (;6;)))
    (export (;7;) "stream-error" (type 6))
    (type (;8;) (resource (rep i32)))
    (export (;9;) "output-stream" (type 8))
    (export (;10;) "pollable" (type 1))
    (core func (;0;) (canon resource.new 9))
    (core module (;0;)
      (type (;0;) (func (param i32) (result i32)))
      (type (;1;) (func (param i32) (result i32)))
      (type (;2;) (func (param i32 i32 i32) (result i32)))
      (type (;3;) (func (param i32) (result i32)))
      (type (;4;) (func (param i32) (result i32)))
      (type (;5;) (func (result i32)))
      (type (;6;) (func (result i32)))
      (type (;7;) (func (param i32 i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 64)
      (export "f0" (func 1))
      (export "f1" (func 2))
      (export "f2" (func 3))
      (export "f3" (func 4))
      (export "f4" (func 5))
      (export "f5" (func 6))
      (export "r" (func 7))
      (export "m" (memory 0))
      (func (;1;) (type 1) (param i32) (result i32)
        i32.const 16
        i32.const 64
        global.set 0
      )
      (func (;2;) (type 2) (param i32 i32 i32) (result i32)
        i32.const 32
        i32.const 64
        global.set 0
      )
      (func (;3;) (type 3) (param i32) (result i32)
        i32.const 44
        i32.const 64
        global.set 0
      )
      (func (;4;) (type 4) (param i32) (result i32)
        unreachable
      )
      (func (;5;) (type 5) (result i32)
        i32.const 0
        call 0
        i32.const 64
        global.set 0
      )
      (func (;6;) (type 6) (result i32)
        i32.const 0
        call 0
        i32.const 64
        global.set 0
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
      (data (;0;) (i32.const 16) "\00\00\00\00\00\00\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
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
    (type (;11;) (borrow 4))
    (type (;12;) (list u8))
    (type (;13;) (result 12 (error 7)))
    (type (;14;) (func (param "self" 11) (param "len" u64) (result 13)))
    (alias export 0 "[method]input-stream.blocking-read" (func (;0;)))
    (export (;1;) "[method]input-stream.blocking-read" (func 0) (func (type 14)))
    (type (;15;) (borrow 9))
    (type (;16;) (result u64 (error 7)))
    (type (;17;) (func (param "self" 15) (result 16)))
    (alias core export 1 "f0" (core func (;2;)))
    (func (;2;) (type 17) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;3;) "[method]output-stream.check-write" (func 2) (func (type 17)))
    (type (;18;) (result (error 7)))
    (type (;19;) (func (param "self" 15) (param "contents" 12) (result 18)))
    (alias core export 1 "f1" (core func (;3;)))
    (func (;4;) (type 19) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;5;) "[method]output-stream.write" (func 4) (func (type 19)))
    (type (;20;) (func (param "self" 15) (result 18)))
    (alias core export 1 "f2" (core func (;4;)))
    (func (;6;) (type 20) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;7;) "[method]output-stream.blocking-flush" (func 6) (func (type 20)))
    (type (;21;) (own 10))
    (type (;22;) (func (param "self" 15) (result 21)))
    (alias core export 1 "f3" (core func (;5;)))
    (func (;8;) (type 22) (canon lift (core func 5) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;9;) "[method]output-stream.subscribe" (func 8) (func (type 22)))
    (type (;23;) (own 9))
    (type (;24;) (func (result 23)))
    (alias core export 1 "f4" (core func (;6;)))
    (func (;10;) (type 24) (canon lift (core func 6) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;11;) "get-stdout" (func 10) (func (type 24)))
    (type (;25;) (own 9))
    (type (;26;) (func (result 25)))
    (alias core export 1 "f5" (core func (;7;)))
    (func (;12;) (type 26) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 1)))
    (export (;13;) "get-stderr" (func 12) (func (type 26)))
  )
  (alias export 1 "error" (type (;12;)))
  (alias export 0 "pollable" (type (;13;)))
  (instance (;5;) (instantiate 0
      (with "t0" (type 12))
      (with "t1" (type 13))
      (with "i0" (instance 2))
    )
  )
  (component (;1;)
    (import "t0" (type (;0;) (sub resource)))
    (import "t1" (type (;1;) (sub resource)))
    (import "t2" (type (;2;) (sub resource)))
    (type (;3;) (option string))
    (type (;4;) (option u16))
    (type (;5;) (record (field "rcode" 3) (field "info-code" 4)))
    (import "t3" (type (;6;) (eq 5)))
    (type (;7;) (option u8))
    (type (;8;) (record (field "alert-id" 7) (field "alert-message" 3)))
    (import "t4" (type (;9;) (eq 8)))
    (type (;10;) (option u32))
    (type (;11;) (record (field "field-name" 3) (field "field-size" 10)))
    (import "t5" (type (;12;) (eq 11)))
    (type (;13;) (option u64))
    (type (;14;) (option 12))
    (type (;15;) (variant (case "DNS-timeout") (case "DNS-error" 6) (case "destination-not-found") (case "destination-unavailable") (case "destination-IP-prohibited") (case "destination-IP-unroutable") (case "connection-refused") (case "connection-terminated") (case "connection-timeout") (case "connection-read-timeout") (case "connection-write-timeout") (case "connection-limit-reached") (case "TLS-protocol-error") (case "TLS-certificate-error") (case "TLS-alert-received" 9) (case "HTTP-request-denied") (case "HTTP-request-length-required") (case "HTTP-request-body-size" 13) (case "HTTP-request-method-invalid") (case "HTTP-request-URI-invalid") (case "HTTP-request-URI-too-long") (case "HTTP-request-header-section-size" 10) (case "HTTP-request-header-size" 14) (case "HTTP-request-trailer-section-size" 10) (case "HTTP-request-trailer-size" 12) (case "HTTP-response-incomplete") (case "HTTP-response-header-section-size" 10) (case "HTTP-response-header-size" 12) (case "HTTP-response-body-size" 13) (case "HTTP-response-trailer-section-size" 10) (case "HTTP-response-trailer-size" 12) (case "HTTP-response-transfer-coding" 3) (case "HTTP-response-content-coding" 3) (case "HTTP-response-timeout") (case "HTTP-upgrade-failed") (case "HTTP-protocol-error") (case "loop-detected") (case "configuration-error") (case "internal-error" 3)))
    (import "t6" (type (;16;) (eq 15)))
    (type (;17;)
      (instance
        (alias outer 1 0 (type (;0;)))
        (export (;1;) "outgoing-request" (type (eq 0)))
        (alias outer 1 1 (type (;2;)))
        (export (;3;) "request-options" (type (eq 2)))
        (alias outer 1 2 (type (;4;)))
        (export (;5;) "future-incoming-response" (type (eq 4)))
        (alias outer 1 16 (type (;6;)))
        (export (;7;) "error-code" (type (eq 6)))
        (type (;8;) (own 1))
        (type (;9;) (own 3))
        (type (;10;) (option 9))
        (type (;11;) (own 5))
        (type (;12;) (result 11 (error 7)))
        (type (;13;) (func (param "request" 8) (param "options" 10) (result 12)))
        (export (;0;) "handle" (func (type 13)))
      )
    )
    (import "i0" (instance (;0;) (type 17)))
    (type (;18;)
      (instance
        (export (;0;) "fields" (type (sub resource)))
        (alias outer 1 0 (type (;1;)))
        (export (;2;) "outgoing-request" (type (eq 1)))
        (type (;3;) (variant (case "get") (case "head") (case "post") (case "put") (case "delete") (case "connect") (case "options") (case "trace") (case "patch") (case "other" string)))
        (export (;4;) "method" (type (eq 3)))
        (type (;5;) (variant (case "HTTP") (case "HTTPS") (case "other" string)))
        (export (;6;) "scheme" (type (eq 5)))
        (type (;7;) (borrow 2))
        (type (;8;) (result))
        (type (;9;) (func (param "self" 7) (param "method" 4) (result 8)))
        (export (;0;) "[method]outgoing-request.set-method" (func (type 9)))
        (type (;10;) (option string))
        (type (;11;) (func (param "self" 7) (param "path-with-query" 10) (result 8)))
        (export (;1;) "[method]outgoing-request.set-path-with-query" (func (type 11)))
        (type (;12;) (option 6))
        (type (;13;) (func (param "self" 7) (param "scheme" 12) (result 8)))
        (export (;2;) "[method]outgoing-request.set-scheme" (func (type 13)))
        (type (;14;) (func (param "self" 7) (param "authority" 10) (result 8)))
        (export (;3;) "[method]outgoing-request.set-authority" (func (type 14)))
        (type (;15;) (borrow 2))
        (type (;16;) (func (param "self" 15) (result 4)))
        (export (;4;) "[method]outgoing-request.method" (func (type 16)))
        (type (;17;) (borrow 2))
        (type (;18;) (option 6))
        (type (;19;) (func (param "self" 17) (result 18)))
        (export (;5;) "[method]outgoing-request.scheme" (func (type 19)))
        (type (;20;) (borrow 2))
        (type (;21;) (option string))
        (type (;22;) (func (param "self" 20) (result 21)))
        (export (;6;) "[method]outgoing-request.authority" (func (type 22)))
        (type (;23;) (borrow 2))
        (type (;24;) (option string))
        (type (;25;) (func (param "self" 23) (result 24)))
        (export (;7;) "[method]outgoing-request.path-with-query" (func (type 25)))
        (type (;26;) (borrow 2))
        (type (;27;) (own 0))
        (type (;28;) (func (param "self" 26) (result 27)))
        (export (;8;) "[method]outgoing-request.headers" (func (type 28)))
        (type (;29;) (borrow 0))
        (type (;30;) (list u8))
        (type (;31;) (tuple string 30))
        (type (;32;) (list 31))
        (type (;33;) (func (param "self" 29) (result 32)))
        (export (;9;) "[method]fields.entries" (func (type 33)))
      )
    )
    (import "i1" (instance (;1;) (type 18)))
    (export (;19;) "outgoing-request" (type 0))
    (export (;20;) "request-options" (type 1))
    (export (;21;) "future-incoming-response" (type 2))
    (export (;22;) "error-code" (type 16))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 33232)
      (export "r" (func 0))
      (export "memory" (memory 0))
      (export "g" (global 0))
      (func (;0;) (type 0) (param i32 i32 i32 i32) (result i32)
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
      (data (;0;) (i32.const 32824) "\01\00\00\00\00\00\00\00\0f\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00cgt1\d8\00\00\00\08\00\00\008\01\00\00D\01\00\00L\01\00\00X\01\00\00\0c\00\01\80\00\00\00\00\e0\00\00\00\19\1c\02\80\1c\00\00\00\00\00\00\00\22\01\03\80(\00\00\00\01\00\00\00\e4\00\00\00\0a\00\01\80(\00\00\00\19*\02\80D\00\00\00\01\00\00\00\f4\00\00\00\22\01\03\80L\00\00\00\01\00\00\00\e8\00\00\00\0a\00\01\80\08\00\00\00\19*\02\80l\00\00\00\01\00\00\00\ec\00\00\00\22\01\03\80t\00\00\00\01\00\00\00\dc\00\00\00\0a\00\01\80\10\00\00\00\19*\02\80\94\00\00\00\01\00\00\00\f0\00\00\00$\01\03\80\9c\00\00\00\01\00\00\00\01\00\00\00\d8\00\00\00\1b\01\04\80\04\00\00\004\00\00\00\5c\00\00\00\84\00\00\00\ac\00\00\00\fc\00\00\00\08\01\00\00\0b\01\00\00\14\01\00\00\22\01\00\00'\01\00\00-\01\00\001\01\00\007\01\00\00/repos/acme/GETNet::Hostapi.github.comhttpsmethodpathscheme\00\00\00\00\00\01\00\00\00\c0\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00@\01\00\00\00\00\00\00\00\00\00\00L\01\00\00\00\00\00\00")
    )
    (core module (;1;)
      (@custom "the engine: 6372 bytes, sha256 15704af1b91294b6460a7799185ad34557ba7b5db03e0851bb5a582a303f1b08" (before first) "")
    )
    (core module (;2;)
      (type (;0;) (func (param i32) (result i32)))
      (type (;1;) (func (param i32 i32)))
      (type (;2;) (func (param i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;4;) (func (param i32 i32 i32 i32 i32) (result i32)))
      (type (;5;) (func (param i32 i32 i32) (result i32)))
      (type (;6;) (func (param i32 i32) (result i32)))
      (type (;7;) (func (param i32 i32 i32)))
      (import "env" "memory" (memory (;0;) 1))
      (import "wasi:http/types" "[method]outgoing-request.headers" (func (;0;) (type 0)))
      (import "wasi:http/types" "[method]fields.entries" (func (;1;) (type 1)))
      (import "wasi:http/types" "[resource-drop]fields" (func (;2;) (type 2)))
      (import "wasi:http/types" "[method]outgoing-request.method" (func (;3;) (type 1)))
      (import "wasi:http/types" "[method]outgoing-request.scheme" (func (;4;) (type 1)))
      (import "wasi:http/types" "[method]outgoing-request.authority" (func (;5;) (type 1)))
      (import "wasi:http/types" "[method]outgoing-request.path-with-query" (func (;6;) (type 1)))
      (import "env" "r" (func (;7;) (type 3)))
      (import "e" "decide" (func (;8;) (type 3)))
      (import "wasi:http/types" "[method]outgoing-request.set-method" (func (;9;) (type 3)))
      (import "wasi:http/types" "[method]outgoing-request.set-scheme" (func (;10;) (type 4)))
      (import "wasi:http/types" "[method]outgoing-request.set-authority" (func (;11;) (type 3)))
      (import "wasi:http/types" "[method]outgoing-request.set-path-with-query" (func (;12;) (type 3)))
      (global (;0;) (mut i32) i32.const 25088)
      (export "handle" (func 17))
      (func (;13;) (type 5) (param i32 i32 i32) (result i32)
        (local i32 i32 i32)
        i32.const 0
        local.set 3
        block ;; label = @1
          local.get 2
          i32.eqz
          br_if 0 (;@1;)
          block ;; label = @2
            loop ;; label = @3
              local.get 0
              i32.load8_u
              local.tee 4
              local.get 1
              i32.load8_u
              local.tee 5
              i32.ne
              br_if 1 (;@2;)
              local.get 0
              i32.const 1
              i32.add
              local.set 0
              local.get 1
              i32.const 1
              i32.add
              local.set 1
              local.get 2
              i32.const -1
              i32.add
              local.tee 2
              i32.eqz
              br_if 2 (;@1;)
              br 0 (;@3;)
            end
          end
          local.get 4
          local.get 5
          i32.sub
          local.set 3
        end
        local.get 3
      )
      (func (;14;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        global.get 0
        i32.const 16
        i32.sub
        local.tee 2
        global.set 0
        local.get 2
        i64.const 0
        i64.store offset=8
        local.get 2
        i64.const 0
        i64.store
        local.get 0
        call 0
        local.tee 0
        local.get 2
        call 1
        local.get 0
        call 2
        local.get 2
        i32.load offset=4
        local.set 3
        local.get 2
        i32.load
        local.set 4
        local.get 1
        i32.const 16777215
        i32.and
        i32.const 256
        i32.lt_u
        local.set 5
        i32.const 1
        local.set 6
        i32.const 0
        local.set 7
        block ;; label = @1
          loop ;; label = @2
            block ;; label = @3
              local.get 7
              local.tee 8
              local.get 3
              i32.ne
              br_if 0 (;@3;)
              local.get 3
              local.set 8
              br 2 (;@1;)
            end
            local.get 8
            i32.const 4
            i32.shl
            local.get 4
            i32.add
            local.tee 0
            i32.const 12
            i32.add
            i32.load align=1
            local.set 9
            local.get 0
            i32.const 8
            i32.add
            i32.load align=1
            local.set 10
            local.get 0
            i32.load align=1
            i32.const 1
            local.get 0
            i32.const 4
            i32.add
            i32.load align=1
            local.tee 11
            select
            local.set 0
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      local.get 11
                      i32.const 5
                      i32.gt_u
                      local.tee 12
                      br_if 0 (;@7;)
                      local.get 0
                      local.get 11
                      call 15
                      i32.eqz
                      br_if 6 (;@1;)
                      local.get 0
                      local.get 11
                      i32.add
                      local.set 13
                      br 1 (;@6;)
                    end
                    block ;; label = @7
                      local.get 0
                      i32.load8_u
                      local.tee 13
                      i32.const 95
                      i32.eq
                      br_if 0 (;@7;)
                      i32.const 32
                      i32.const 0
                      local.get 13
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 13
                      i32.or
                      i32.const 112
                      i32.ne
                      br_if 0 (;@7;)
                      local.get 0
                      i32.load8_u offset=1
                      local.tee 13
                      i32.const 95
                      i32.eq
                      br_if 0 (;@7;)
                      i32.const 32
                      i32.const 0
                      local.get 13
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 13
                      i32.or
                      i32.const 114
                      i32.ne
                      br_if 0 (;@7;)
                      local.get 0
                      i32.load8_u offset=2
                      local.tee 13
                      i32.const 95
                      i32.eq
                      br_if 0 (;@7;)
                      i32.const 32
                      i32.const 0
                      local.get 13
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 13
                      i32.or
                      i32.const 111
                      i32.ne
                      br_if 0 (;@7;)
                      local.get 0
                      i32.load8_u offset=3
                      local.tee 13
                      i32.const 95
                      i32.eq
                      br_if 0 (;@7;)
                      i32.const 32
                      i32.const 0
                      local.get 13
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 13
                      i32.or
                      i32.const 120
                      i32.ne
                      br_if 0 (;@7;)
                      local.get 0
                      i32.load8_u offset=4
                      local.tee 13
                      i32.const 95
                      i32.eq
                      br_if 0 (;@7;)
                      i32.const 32
                      i32.const 0
                      local.get 13
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 13
                      i32.or
                      i32.const 121
                      i32.ne
                      br_if 0 (;@7;)
                      local.get 0
                      i32.load8_u offset=5
                      local.tee 13
                      i32.const 95
                      i32.eq
                      br_if 3 (;@4;)
                      i32.const 32
                      i32.const 0
                      local.get 13
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 13
                      i32.or
                      i32.const 45
                      i32.eq
                      br_if 3 (;@4;)
                    end
                    local.get 0
                    local.get 11
                    call 15
                    i32.eqz
                    br_if 5 (;@1;)
                    local.get 0
                    local.get 11
                    i32.add
                    local.set 13
                    i32.const 0
                    local.set 14
                    local.get 11
                    i32.const 10
                    i32.ne
                    br_if 1 (;@5;)
                    i32.const 0
                    local.set 15
                    loop ;; label = @7
                      local.get 11
                      local.get 15
                      i32.eq
                      br_if 6 (;@1;)
                      local.get 0
                      local.get 15
                      i32.add
                      local.set 7
                      local.get 15
                      i32.const 16720
                      i32.add
                      local.set 16
                      local.get 15
                      i32.const 1
                      i32.add
                      local.set 15
                      i32.const 45
                      i32.const 32
                      i32.const 0
                      local.get 7
                      i32.load8_u
                      local.tee 7
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 7
                      i32.or
                      local.get 7
                      i32.const 95
                      i32.eq
                      select
                      local.get 16
                      i32.load8_u
                      i32.eq
                      br_if 0 (;@7;)
                    end
                  end
                  block ;; label = @6
                    local.get 11
                    i32.const 4
                    i32.eq
                    br_if 0 (;@6;)
                    local.get 12
                    local.set 14
                    br 1 (;@5;)
                  end
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    i32.const 0
                    local.set 14
                    local.get 15
                    i32.const 16730
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                block ;; label = @5
                  local.get 11
                  i32.const 14
                  i32.ne
                  local.tee 12
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16734
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                block ;; label = @5
                  local.get 14
                  i32.eqz
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16748
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                block ;; label = @5
                  local.get 11
                  i32.const 2
                  i32.ne
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16758
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                block ;; label = @5
                  local.get 11
                  i32.const 17
                  i32.ne
                  local.tee 14
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16760
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                block ;; label = @5
                  local.get 11
                  i32.const 7
                  i32.ne
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16777
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                local.get 1
                i32.const 1
                i32.and
                i32.eqz
                br_if 1 (;@3;)
                block ;; label = @5
                  local.get 11
                  i32.const 13
                  i32.ne
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16784
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                block ;; label = @5
                  local.get 11
                  i32.const 22
                  i32.ne
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 15
                  loop ;; label = @6
                    local.get 0
                    local.get 15
                    i32.add
                    local.tee 7
                    local.get 13
                    i32.eq
                    br_if 5 (;@1;)
                    local.get 15
                    i32.const 16797
                    i32.add
                    local.set 16
                    local.get 15
                    i32.const 1
                    i32.add
                    local.set 15
                    i32.const 45
                    i32.const 32
                    i32.const 0
                    local.get 7
                    i32.load8_u
                    local.tee 7
                    i32.const -65
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 26
                    i32.lt_u
                    select
                    local.get 7
                    i32.or
                    local.get 7
                    i32.const 95
                    i32.eq
                    select
                    local.get 16
                    i32.load8_u
                    i32.eq
                    br_if 0 (;@6;)
                  end
                end
                local.get 14
                br_if 1 (;@3;)
                i32.const 0
                local.set 15
                loop ;; label = @5
                  local.get 0
                  local.get 15
                  i32.add
                  local.tee 7
                  local.get 13
                  i32.eq
                  br_if 4 (;@1;)
                  local.get 15
                  i32.const 16819
                  i32.add
                  local.set 16
                  local.get 15
                  i32.const 1
                  i32.add
                  local.set 15
                  i32.const 45
                  i32.const 32
                  i32.const 0
                  local.get 7
                  i32.load8_u
                  local.tee 7
                  i32.const -65
                  i32.add
                  i32.const 255
                  i32.and
                  i32.const 26
                  i32.lt_u
                  select
                  local.get 7
                  i32.or
                  local.get 7
                  i32.const 95
                  i32.eq
                  select
                  local.get 16
                  i32.load8_u
                  i32.ne
                  br_if 2 (;@3;)
                  br 0 (;@5;)
                end
              end
              local.get 0
              local.get 11
              call 15
              drop
              br 2 (;@1;)
            end
            block ;; label = @3
              local.get 5
              br_if 0 (;@3;)
              block ;; label = @4
                local.get 12
                br_if 0 (;@4;)
                i32.const 0
                local.set 15
                loop ;; label = @5
                  local.get 0
                  local.get 15
                  i32.add
                  local.tee 7
                  local.get 13
                  i32.eq
                  br_if 4 (;@1;)
                  local.get 15
                  i32.const 16836
                  i32.add
                  local.set 16
                  local.get 15
                  i32.const 1
                  i32.add
                  local.set 15
                  i32.const 45
                  i32.const 32
                  i32.const 0
                  local.get 7
                  i32.load8_u
                  local.tee 7
                  i32.const -65
                  i32.add
                  i32.const 255
                  i32.and
                  i32.const 26
                  i32.lt_u
                  select
                  local.get 7
                  i32.or
                  local.get 7
                  i32.const 95
                  i32.eq
                  select
                  local.get 16
                  i32.load8_u
                  i32.eq
                  br_if 0 (;@5;)
                end
              end
              local.get 11
              i32.const 13
              i32.ne
              br_if 0 (;@3;)
              i32.const 0
              local.set 15
              loop ;; label = @4
                local.get 0
                local.get 15
                i32.add
                local.tee 7
                local.get 13
                i32.eq
                br_if 3 (;@1;)
                local.get 15
                i32.const 16850
                i32.add
                local.set 16
                local.get 15
                i32.const 1
                i32.add
                local.set 15
                i32.const 45
                i32.const 32
                i32.const 0
                local.get 7
                i32.load8_u
                local.tee 7
                i32.const -65
                i32.add
                i32.const 255
                i32.and
                i32.const 26
                i32.lt_u
                select
                local.get 7
                i32.or
                local.get 7
                i32.const 95
                i32.eq
                select
                local.get 16
                i32.load8_u
                i32.eq
                br_if 0 (;@4;)
              end
            end
            local.get 10
            i32.const 1
            local.get 9
            select
            local.set 13
            local.get 8
            i32.const 1
            i32.add
            local.set 7
            block ;; label = @3
              block ;; label = @4
                local.get 12
                br_if 0 (;@4;)
                i32.const 0
                local.set 15
                loop ;; label = @5
                  local.get 15
                  i32.const 14
                  i32.eq
                  br_if 2 (;@3;)
                  local.get 0
                  local.get 15
                  i32.add
                  local.set 16
                  local.get 15
                  i32.const 16863
                  i32.add
                  local.set 11
                  local.get 15
                  i32.const 1
                  i32.add
                  local.set 15
                  i32.const 45
                  i32.const 32
                  i32.const 0
                  local.get 16
                  i32.load8_u
                  local.tee 16
                  i32.const -65
                  i32.add
                  i32.const 255
                  i32.and
                  i32.const 26
                  i32.lt_u
                  select
                  local.get 16
                  i32.or
                  local.get 16
                  i32.const 95
                  i32.eq
                  select
                  local.get 11
                  i32.load8_u
                  i32.eq
                  br_if 0 (;@5;)
                end
              end
              loop ;; label = @4
                local.get 9
                i32.eqz
                br_if 2 (;@2;)
                block ;; label = @5
                  local.get 13
                  i32.load8_u
                  local.tee 0
                  i32.const 9
                  i32.eq
                  br_if 0 (;@5;)
                  local.get 0
                  i32.const 32
                  i32.lt_u
                  br_if 4 (;@1;)
                  local.get 0
                  i32.const 127
                  i32.eq
                  br_if 4 (;@1;)
                end
                local.get 13
                i32.const 1
                i32.add
                local.set 13
                local.get 9
                i32.const -1
                i32.add
                local.set 9
                br 0 (;@4;)
              end
            end
            local.get 9
            i32.const -1
            i32.add
            i32.const 18
            i32.gt_u
            br_if 1 (;@1;)
            loop ;; label = @3
              block ;; label = @4
                local.get 9
                br_if 0 (;@4;)
                local.get 6
                i32.const 1
                i32.and
                local.set 0
                i32.const 0
                local.set 6
                local.get 0
                br_if 2 (;@2;)
                br 3 (;@1;)
              end
              local.get 9
              i32.const -1
              i32.add
              local.set 9
              local.get 13
              i32.load8_u
              local.set 0
              local.get 13
              i32.const 1
              i32.add
              local.set 13
              local.get 0
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              i32.const 10
              i32.lt_u
              br_if 0 (;@3;)
            end
          end
        end
        local.get 2
        i32.const 16
        i32.add
        global.set 0
        local.get 8
        local.get 3
        i32.ge_u
      )
      (func (;15;) (type 6) (param i32 i32) (result i32)
        (local i32 i32)
        i32.const 0
        local.set 2
        block ;; label = @1
          local.get 1
          i32.eqz
          br_if 0 (;@1;)
          loop ;; label = @2
            block ;; label = @3
              local.get 0
              i32.load8_u
              local.tee 3
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              i32.const 10
              i32.lt_u
              br_if 0 (;@3;)
              local.get 3
              i32.const 223
              i32.and
              i32.const -65
              i32.add
              i32.const 255
              i32.and
              i32.const 26
              i32.lt_u
              br_if 0 (;@3;)
              local.get 3
              i32.const -33
              i32.add
              br_table 0 (;@3;) 2 (;@1;) 0 (;@3;) 0 (;@3;) 0 (;@3;) 0 (;@3;) 0 (;@3;) 2 (;@1;) 2 (;@1;) 0 (;@3;) 0 (;@3;) 2 (;@1;) 0 (;@3;) 0 (;@3;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 0 (;@3;) 0 (;@3;) 0 (;@3;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 2 (;@1;) 0 (;@3;) 2 (;@1;) 0 (;@3;) 2 (;@1;)
            end
            local.get 0
            i32.const 1
            i32.add
            local.set 0
            local.get 1
            i32.const -1
            i32.add
            local.tee 1
            br_if 0 (;@2;)
          end
          i32.const 1
          local.set 2
        end
        local.get 2
      )
      (func (;16;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32)
        block ;; label = @1
          local.get 0
          br_if 0 (;@1;)
          i32.const 1
          return
        end
        block ;; label = @1
          block ;; label = @2
            local.get 1
            i32.const 8
            i32.add
            i32.load
            local.tee 2
            i32.eqz
            br_if 0 (;@2;)
            local.get 1
            i32.const 4
            i32.add
            local.tee 3
            i32.load
            local.set 4
            i32.const 1
            local.set 5
            i32.const 0
            local.set 6
            loop ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  local.get 2
                  local.get 6
                  i32.sub
                  i32.const 1
                  i32.shr_u
                  local.get 6
                  i32.add
                  local.tee 0
                  i32.const 2
                  i32.shl
                  local.get 4
                  i32.add
                  local.tee 7
                  local.get 1
                  i32.add
                  i32.load
                  local.tee 8
                  local.get 1
                  i32.add
                  i32.const 16661
                  local.get 7
                  local.get 3
                  i32.add
                  i32.load
                  local.get 8
                  i32.sub
                  local.tee 7
                  i32.const 6
                  local.get 7
                  i32.const 6
                  i32.lt_u
                  select
                  call 13
                  local.tee 8
                  local.get 7
                  i32.const -6
                  i32.add
                  local.get 8
                  select
                  local.tee 7
                  i32.const 0
                  i32.gt_s
                  local.get 7
                  i32.const 0
                  i32.lt_s
                  i32.sub
                  i32.const 255
                  i32.and
                  br_table 4 (;@1;) 1 (;@4;) 0 (;@5;)
                end
                local.get 0
                i32.const 1
                i32.add
                local.set 6
                local.get 2
                local.set 0
              end
              local.get 0
              local.set 2
              local.get 6
              local.get 0
              i32.lt_u
              br_if 0 (;@3;)
            end
          end
          i32.const 0
          local.set 5
        end
        local.get 5
      )
      (func (;17;) (type 3) (param i32 i32 i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i64 i64 i32)
        global.get 0
        i32.const 416
        i32.sub
        local.tee 4
        global.set 0
        local.get 2
        i32.load align=1
        local.set 5
        local.get 4
        i64.const 0
        i64.store offset=8
        local.get 4
        i64.const 0
        i64.store
        local.get 5
        local.get 4
        call 3
        block ;; label = @1
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                block ;; label = @13
                                  block ;; label = @14
                                    block ;; label = @15
                                      local.get 4
                                      i32.load8_u
                                      local.tee 6
                                      i32.const 9
                                      i32.ne
                                      br_if 0 (;@15;)
                                      local.get 4
                                      i32.load offset=4
                                      i32.const 1
                                      local.get 4
                                      i32.const 8
                                      i32.add
                                      i32.load
                                      local.tee 7
                                      select
                                      local.tee 8
                                      local.get 7
                                      call 15
                                      i32.eqz
                                      br_if 13 (;@2;)
                                      i32.const 0
                                      local.set 2
                                      block ;; label = @16
                                        loop ;; label = @17
                                          local.get 7
                                          local.get 2
                                          i32.eq
                                          br_if 1 (;@16;)
                                          local.get 8
                                          local.get 2
                                          i32.add
                                          local.set 9
                                          local.get 2
                                          i32.const 1
                                          i32.add
                                          local.set 2
                                          local.get 9
                                          i32.load8_u
                                          i32.const -97
                                          i32.add
                                          i32.const 255
                                          i32.and
                                          i32.const 26
                                          i32.ge_u
                                          br_if 0 (;@17;)
                                          br 15 (;@2;)
                                        end
                                      end
                                      i32.const 9
                                      local.set 6
                                      block ;; label = @16
                                        block ;; label = @17
                                          block ;; label = @18
                                            block ;; label = @19
                                              block ;; label = @20
                                                block ;; label = @21
                                                  local.get 7
                                                  i32.const -3
                                                  i32.add
                                                  br_table 0 (;@21;) 1 (;@20;) 5 (;@16;) 3 (;@18;) 4 (;@17;) 13 (;@8;)
                                                end
                                                block ;; label = @21
                                                  block ;; label = @22
                                                    local.get 8
                                                    i32.load16_u align=1
                                                    local.tee 2
                                                    i32.const 8
                                                    i32.shl
                                                    local.get 2
                                                    i32.const 8
                                                    i32.shr_u
                                                    i32.or
                                                    i32.const 65535
                                                    i32.and
                                                    local.tee 2
                                                    i32.const 18245
                                                    i32.eq
                                                    br_if 0 (;@22;)
                                                    i32.const -1
                                                    i32.const 1
                                                    local.get 2
                                                    i32.const 18245
                                                    i32.gt_u
                                                    select
                                                    local.set 2
                                                    br 1 (;@21;)
                                                  end
                                                  i32.const 84
                                                  local.get 8
                                                  i32.const 2
                                                  i32.add
                                                  i32.load8_u
                                                  i32.sub
                                                  local.set 2
                                                end
                                                local.get 2
                                                br_if 1 (;@19;)
                                                i32.const 0
                                                local.set 6
                                                br 11 (;@9;)
                                              end
                                              block ;; label = @20
                                                local.get 8
                                                i32.load align=1
                                                local.tee 2
                                                i32.const 16711935
                                                i32.and
                                                i32.const 8
                                                i32.rotr
                                                local.get 2
                                                i32.const 24
                                                i32.rotr
                                                i32.const 16711935
                                                i32.and
                                                i32.or
                                                local.tee 2
                                                i32.const 1212498244
                                                i32.lt_u
                                                local.get 2
                                                i32.const 1212498244
                                                i32.gt_u
                                                i32.sub
                                                br_if 0 (;@20;)
                                                i32.const 1
                                                local.set 6
                                                br 11 (;@9;)
                                              end
                                              local.get 8
                                              i32.load align=1
                                              local.tee 2
                                              i32.const 16711935
                                              i32.and
                                              i32.const 8
                                              i32.rotr
                                              local.get 2
                                              i32.const 24
                                              i32.rotr
                                              i32.const 16711935
                                              i32.and
                                              i32.or
                                              local.tee 2
                                              i32.const 1347375956
                                              i32.lt_u
                                              local.get 2
                                              i32.const 1347375956
                                              i32.gt_u
                                              i32.sub
                                              br_if 9 (;@10;)
                                              i32.const 2
                                              local.set 6
                                              br 10 (;@9;)
                                            end
                                            block ;; label = @19
                                              block ;; label = @20
                                                local.get 8
                                                i32.load16_u align=1
                                                local.tee 2
                                                i32.const 8
                                                i32.shl
                                                local.get 2
                                                i32.const 8
                                                i32.shr_u
                                                i32.or
                                                i32.const 65535
                                                i32.and
                                                local.tee 2
                                                i32.const 20565
                                                i32.eq
                                                br_if 0 (;@20;)
                                                i32.const -1
                                                i32.const 1
                                                local.get 2
                                                i32.const 20565
                                                i32.gt_u
                                                select
                                                local.set 2
                                                br 1 (;@19;)
                                              end
                                              i32.const 84
                                              local.get 8
                                              i32.const 2
                                              i32.add
                                              i32.load8_u
                                              i32.sub
                                              local.set 2
                                            end
                                            local.get 2
                                            br_if 8 (;@10;)
                                            i32.const 3
                                            local.set 6
                                            br 9 (;@9;)
                                          end
                                          i32.const 1145392197
                                          local.set 2
                                          local.get 8
                                          i32.load align=1
                                          local.tee 9
                                          i32.const 16711935
                                          i32.and
                                          i32.const 8
                                          i32.rotr
                                          local.get 9
                                          i32.const 24
                                          i32.rotr
                                          i32.const 16711935
                                          i32.and
                                          i32.or
                                          local.tee 9
                                          i32.const 1145392197
                                          i32.ne
                                          br_if 5 (;@12;)
                                          i32.const 21573
                                          local.set 2
                                          i32.const 0
                                          local.set 10
                                          local.get 8
                                          i32.const 4
                                          i32.add
                                          i32.load16_u align=1
                                          local.tee 9
                                          i32.const 8
                                          i32.shl
                                          local.get 9
                                          i32.const 8
                                          i32.shr_u
                                          i32.or
                                          i32.const 65535
                                          i32.and
                                          local.tee 9
                                          i32.const 21573
                                          i32.ne
                                          br_if 5 (;@12;)
                                          br 6 (;@11;)
                                        end
                                        i32.const 1129270862
                                        local.set 2
                                        local.get 8
                                        i32.load align=1
                                        local.tee 9
                                        i32.const 16711935
                                        i32.and
                                        i32.const 8
                                        i32.rotr
                                        local.get 9
                                        i32.const 24
                                        i32.rotr
                                        i32.const 16711935
                                        i32.and
                                        i32.or
                                        local.tee 9
                                        i32.const 1129270862
                                        i32.ne
                                        br_if 2 (;@14;)
                                        i32.const 1313162068
                                        local.set 2
                                        i32.const 0
                                        local.set 7
                                        local.get 8
                                        i32.const 3
                                        i32.add
                                        i32.load align=1
                                        local.tee 9
                                        i32.const 16711935
                                        i32.and
                                        i32.const 8
                                        i32.rotr
                                        local.get 9
                                        i32.const 24
                                        i32.rotr
                                        i32.const 16711935
                                        i32.and
                                        i32.or
                                        local.tee 9
                                        i32.const 1313162068
                                        i32.ne
                                        br_if 2 (;@14;)
                                        br 3 (;@13;)
                                      end
                                      block ;; label = @16
                                        block ;; label = @17
                                          local.get 8
                                          i32.load align=1
                                          local.tee 2
                                          i32.const 16711935
                                          i32.and
                                          i32.const 8
                                          i32.rotr
                                          local.get 2
                                          i32.const 24
                                          i32.rotr
                                          i32.const 16711935
                                          i32.and
                                          i32.or
                                          local.tee 2
                                          i32.const 1414676803
                                          i32.eq
                                          br_if 0 (;@17;)
                                          i32.const -1
                                          i32.const 1
                                          local.get 2
                                          i32.const 1414676803
                                          i32.gt_u
                                          select
                                          local.set 2
                                          br 1 (;@16;)
                                        end
                                        i32.const 69
                                        local.get 8
                                        i32.const 4
                                        i32.add
                                        i32.load8_u
                                        i32.sub
                                        local.set 2
                                      end
                                      block ;; label = @16
                                        local.get 2
                                        br_if 0 (;@16;)
                                        i32.const 7
                                        local.set 6
                                        br 7 (;@9;)
                                      end
                                      block ;; label = @16
                                        block ;; label = @17
                                          local.get 8
                                          i32.load align=1
                                          local.tee 2
                                          i32.const 16711935
                                          i32.and
                                          i32.const 8
                                          i32.rotr
                                          local.get 2
                                          i32.const 24
                                          i32.rotr
                                          i32.const 16711935
                                          i32.and
                                          i32.or
                                          local.tee 2
                                          i32.const 1346458691
                                          i32.eq
                                          br_if 0 (;@17;)
                                          i32.const -1
                                          i32.const 1
                                          local.get 2
                                          i32.const 1346458691
                                          i32.gt_u
                                          select
                                          local.set 2
                                          br 1 (;@16;)
                                        end
                                        i32.const 72
                                        local.get 8
                                        i32.const 4
                                        i32.add
                                        i32.load8_u
                                        i32.sub
                                        local.set 2
                                      end
                                      local.get 2
                                      br_if 5 (;@10;)
                                      i32.const 8
                                      local.set 6
                                      br 6 (;@9;)
                                    end
                                    local.get 6
                                    i32.const 9
                                    i32.lt_u
                                    br_if 5 (;@9;)
                                    br 12 (;@2;)
                                  end
                                  i32.const -1
                                  i32.const 1
                                  local.get 2
                                  local.get 9
                                  i32.lt_u
                                  select
                                  local.set 7
                                end
                                block ;; label = @13
                                  local.get 7
                                  br_if 0 (;@13;)
                                  i32.const 5
                                  local.set 6
                                  br 4 (;@9;)
                                end
                                i32.const 1330664521
                                local.set 2
                                block ;; label = @13
                                  block ;; label = @14
                                    local.get 8
                                    i32.load align=1
                                    local.tee 9
                                    i32.const 16711935
                                    i32.and
                                    i32.const 8
                                    i32.rotr
                                    local.get 9
                                    i32.const 24
                                    i32.rotr
                                    i32.const 16711935
                                    i32.and
                                    i32.or
                                    local.tee 9
                                    i32.const 1330664521
                                    i32.ne
                                    br_if 0 (;@14;)
                                    i32.const 1229934163
                                    local.set 2
                                    i32.const 0
                                    local.set 7
                                    local.get 8
                                    i32.const 3
                                    i32.add
                                    i32.load align=1
                                    local.tee 9
                                    i32.const 16711935
                                    i32.and
                                    i32.const 8
                                    i32.rotr
                                    local.get 9
                                    i32.const 24
                                    i32.rotr
                                    i32.const 16711935
                                    i32.and
                                    i32.or
                                    local.tee 9
                                    i32.const 1229934163
                                    i32.eq
                                    br_if 1 (;@13;)
                                  end
                                  i32.const -1
                                  i32.const 1
                                  local.get 2
                                  local.get 9
                                  i32.lt_u
                                  select
                                  local.set 7
                                end
                                block ;; label = @13
                                  local.get 7
                                  br_if 0 (;@13;)
                                  i32.const 6
                                  local.set 6
                                  br 4 (;@9;)
                                end
                                i32.const 9
                                local.set 6
                                br 5 (;@7;)
                              end
                              i32.const -1
                              i32.const 1
                              local.get 2
                              local.get 9
                              i32.lt_u
                              select
                              local.set 10
                            end
                            local.get 10
                            br_if 0 (;@10;)
                            i32.const 4
                            local.set 6
                            br 1 (;@9;)
                          end
                          i32.const 9
                          local.set 6
                          br 3 (;@6;)
                        end
                        local.get 6
                        i32.const 3
                        i32.shl
                        local.tee 2
                        i32.load offset=16388
                        local.set 7
                        local.get 2
                        i32.load offset=16384
                        local.set 8
                      end
                      local.get 7
                      i32.const 7
                      i32.ne
                      br_if 1 (;@6;)
                    end
                    i32.const 0
                    local.set 2
                    loop ;; label = @7
                      i32.const 7
                      local.set 9
                      local.get 2
                      i32.const 7
                      i32.eq
                      br_if 2 (;@5;)
                      local.get 8
                      local.get 2
                      i32.add
                      local.set 9
                      local.get 2
                      i32.const 16877
                      i32.add
                      local.set 7
                      local.get 2
                      i32.const 1
                      i32.add
                      local.set 2
                      i32.const 45
                      i32.const 32
                      i32.const 0
                      local.get 9
                      i32.load8_u
                      local.tee 9
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 9
                      i32.or
                      local.get 9
                      i32.const 95
                      i32.eq
                      select
                      local.get 7
                      i32.load8_u
                      i32.eq
                      br_if 0 (;@7;)
                    end
                    i32.const 7
                    local.set 9
                    br 2 (;@4;)
                  end
                  block ;; label = @6
                    local.get 7
                    i32.const 5
                    i32.ne
                    br_if 0 (;@6;)
                    i32.const 0
                    local.set 2
                    loop ;; label = @7
                      i32.const 5
                      local.set 9
                      local.get 2
                      i32.const 5
                      i32.eq
                      br_if 2 (;@5;)
                      local.get 8
                      local.get 2
                      i32.add
                      local.set 9
                      local.get 2
                      i32.const 16884
                      i32.add
                      local.set 10
                      local.get 2
                      i32.const 1
                      i32.add
                      local.set 2
                      i32.const 45
                      i32.const 32
                      i32.const 0
                      local.get 9
                      i32.load8_u
                      local.tee 9
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 9
                      i32.or
                      local.get 9
                      i32.const 95
                      i32.eq
                      select
                      local.get 10
                      i32.load8_u
                      i32.eq
                      br_if 0 (;@7;)
                    end
                  end
                  local.get 1
                  local.set 11
                  local.get 7
                  local.set 9
                  br 2 (;@3;)
                end
                block ;; label = @5
                  local.get 1
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 11
                  br 2 (;@3;)
                end
                local.get 0
                i32.const 8
                i32.add
                i32.load
                local.tee 12
                i32.eqz
                br_if 2 (;@2;)
                local.get 0
                i32.const 4
                i32.add
                local.tee 13
                i32.load
                local.set 14
                i32.const 0
                local.set 7
                loop ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      local.get 12
                      local.get 7
                      i32.sub
                      i32.const 1
                      i32.shr_u
                      local.get 7
                      i32.add
                      local.tee 2
                      i32.const 2
                      i32.shl
                      local.get 14
                      i32.add
                      local.tee 10
                      local.get 0
                      i32.add
                      i32.load
                      local.tee 15
                      local.get 0
                      i32.add
                      local.get 8
                      local.get 10
                      local.get 13
                      i32.add
                      i32.load
                      local.get 15
                      i32.sub
                      local.tee 10
                      local.get 9
                      local.get 10
                      local.get 9
                      i32.lt_u
                      select
                      call 13
                      local.tee 15
                      local.get 10
                      local.get 9
                      i32.sub
                      local.get 15
                      select
                      local.tee 10
                      i32.const 0
                      i32.gt_s
                      local.get 10
                      i32.const 0
                      i32.lt_s
                      i32.sub
                      i32.const 255
                      i32.and
                      br_table 3 (;@4;) 1 (;@6;) 0 (;@7;)
                    end
                    local.get 2
                    i32.const 1
                    i32.add
                    local.set 7
                    local.get 12
                    local.set 2
                  end
                  local.get 2
                  local.set 12
                  local.get 7
                  local.get 2
                  i32.ge_u
                  br_if 3 (;@2;)
                  br 0 (;@5;)
                end
              end
              local.get 1
              local.set 11
            end
            local.get 4
            i64.const 0
            i64.store offset=8
            local.get 4
            i64.const 0
            i64.store
            local.get 5
            local.get 4
            call 4
            i32.const 1
            local.set 16
            block ;; label = @3
              local.get 4
              i32.load8_u
              i32.eqz
              br_if 0 (;@3;)
              block ;; label = @4
                local.get 4
                i32.load8_u offset=4
                local.tee 2
                i32.const 2
                i32.ne
                br_if 0 (;@4;)
                local.get 4
                i32.const 8
                i32.add
                i32.load
                local.set 7
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      local.get 4
                      i32.const 12
                      i32.add
                      i32.load
                      i32.const -4
                      i32.add
                      br_table 0 (;@7;) 1 (;@6;) 5 (;@2;)
                    end
                    local.get 7
                    i32.load8_u
                    i32.const 104
                    i32.ne
                    br_if 4 (;@2;)
                    local.get 7
                    i32.load8_u offset=1
                    i32.const 116
                    i32.ne
                    br_if 4 (;@2;)
                    local.get 7
                    i32.load8_u offset=2
                    i32.const 255
                    i32.and
                    i32.const 116
                    i32.ne
                    br_if 4 (;@2;)
                    i32.const 0
                    local.set 2
                    i32.const 112
                    local.set 10
                    i32.const 3
                    local.set 12
                    br 1 (;@5;)
                  end
                  local.get 7
                  i32.load8_u
                  i32.const 104
                  i32.ne
                  br_if 3 (;@2;)
                  local.get 7
                  i32.load8_u offset=1
                  i32.const 116
                  i32.ne
                  br_if 3 (;@2;)
                  local.get 7
                  i32.load8_u offset=2
                  i32.const 255
                  i32.and
                  i32.const 116
                  i32.ne
                  br_if 3 (;@2;)
                  local.get 7
                  i32.load8_u offset=3
                  i32.const 112
                  i32.ne
                  br_if 3 (;@2;)
                  i32.const 1
                  local.set 2
                  i32.const 115
                  local.set 10
                  i32.const 4
                  local.set 12
                end
                local.get 7
                local.get 12
                i32.add
                i32.load8_u
                local.get 10
                i32.ne
                br_if 2 (;@2;)
              end
              local.get 2
              i32.const 1
              i32.eq
              local.set 16
            end
            i32.const 0
            local.set 2
            local.get 4
            i32.const 0
            i32.const 272
            memory.fill
            local.get 4
            i64.const 0
            i64.store offset=280
            local.get 4
            i64.const 0
            i64.store offset=272
            local.get 5
            local.get 4
            i32.const 272
            i32.add
            call 5
            local.get 4
            i32.load8_u offset=272
            i32.const 1
            i32.ne
            br_if 1 (;@1;)
            local.get 4
            i32.load offset=276
            i32.const 1
            local.get 4
            i32.const 280
            i32.add
            i32.load
            local.tee 14
            select
            local.set 10
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          local.get 14
                          br_if 0 (;@9;)
                          i32.const 0
                          local.set 15
                          br 1 (;@8;)
                        end
                        block ;; label = @9
                          block ;; label = @10
                            local.get 10
                            i32.load8_u
                            local.tee 7
                            i32.const 91
                            i32.eq
                            br_if 0 (;@10;)
                            i32.const 1
                            local.set 2
                            br 1 (;@9;)
                          end
                          local.get 14
                          i32.const 1
                          i32.eq
                          br_if 7 (;@2;)
                          local.get 14
                          i32.const -1
                          i32.add
                          local.set 17
                          local.get 10
                          i32.const 1
                          i32.add
                          local.set 18
                          i32.const 0
                          local.set 12
                          loop ;; label = @10
                            local.get 18
                            local.get 12
                            i32.add
                            i32.load8_u
                            i32.const 93
                            i32.eq
                            br_if 3 (;@7;)
                            local.get 17
                            local.get 12
                            i32.const 1
                            i32.add
                            local.tee 12
                            i32.eq
                            br_if 8 (;@2;)
                            br 0 (;@10;)
                          end
                        end
                        loop ;; label = @9
                          block ;; label = @10
                            local.get 7
                            i32.const 255
                            i32.and
                            i32.const 58
                            i32.ne
                            br_if 0 (;@10;)
                            local.get 2
                            i32.const -1
                            i32.add
                            local.set 15
                            br 2 (;@8;)
                          end
                          block ;; label = @10
                            local.get 14
                            local.get 2
                            i32.eq
                            br_if 0 (;@10;)
                            local.get 10
                            local.get 2
                            i32.add
                            local.set 7
                            local.get 2
                            i32.const 1
                            i32.add
                            local.set 2
                            local.get 7
                            i32.load8_u
                            local.set 7
                            br 1 (;@9;)
                          end
                        end
                        local.get 14
                        local.set 15
                      end
                      local.get 10
                      local.get 15
                      i32.add
                      local.set 19
                      local.get 15
                      local.set 2
                      block ;; label = @8
                        loop ;; label = @9
                          block ;; label = @10
                            local.get 2
                            local.tee 7
                            br_if 0 (;@10;)
                            i32.const 0
                            local.set 7
                            br 2 (;@8;)
                          end
                          local.get 7
                          i32.const -1
                          i32.add
                          local.tee 2
                          local.get 10
                          i32.add
                          i32.load8_u
                          i32.const 46
                          i32.ne
                          br_if 0 (;@9;)
                        end
                      end
                      i32.const 1
                      local.get 10
                      local.get 7
                      i32.add
                      local.get 15
                      local.get 7
                      i32.lt_u
                      local.tee 13
                      select
                      local.set 2
                      i32.const 0
                      local.get 15
                      local.get 7
                      i32.sub
                      local.tee 12
                      local.get 12
                      local.get 15
                      i32.gt_u
                      select
                      i32.const 1
                      i32.le_u
                      br_if 1 (;@6;)
                      local.get 2
                      i32.load8_u
                      i32.const 48
                      i32.ne
                      br_if 1 (;@6;)
                      local.get 2
                      i32.load8_u offset=1
                      i32.const 32
                      i32.or
                      i32.const 120
                      i32.ne
                      br_if 1 (;@6;)
                      br 2 (;@5;)
                    end
                    local.get 4
                    i64.const 0
                    i64.store offset=392
                    local.get 4
                    i64.const 0
                    i64.store offset=384
                    block ;; label = @7
                      block ;; label = @8
                        local.get 12
                        i32.const 2
                        i32.lt_u
                        br_if 0 (;@8;)
                        i32.const 1
                        local.set 20
                        local.get 10
                        i32.const 1
                        i32.add
                        i32.load16_u align=1
                        i32.const 14906
                        i32.ne
                        br_if 0 (;@8;)
                        local.get 12
                        i32.const -2
                        i32.add
                        local.set 21
                        local.get 10
                        i32.const 3
                        i32.add
                        local.set 22
                        br 1 (;@7;)
                      end
                      i32.const 0
                      local.set 20
                      local.get 18
                      local.set 22
                      local.get 12
                      local.set 21
                    end
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          local.get 21
                          i32.eqz
                          br_if 0 (;@9;)
                          i32.const 0
                          local.set 2
                          i32.const 0
                          local.set 23
                          block ;; label = @10
                            loop ;; label = @11
                              local.get 2
                              local.set 24
                              i32.const 0
                              local.set 15
                              block ;; label = @12
                                block ;; label = @13
                                  loop ;; label = @14
                                    local.get 22
                                    local.get 15
                                    i32.add
                                    i32.load8_u
                                    local.tee 19
                                    i32.const 58
                                    i32.eq
                                    br_if 1 (;@13;)
                                    local.get 21
                                    local.get 15
                                    i32.const 1
                                    i32.add
                                    local.tee 15
                                    i32.ne
                                    br_if 0 (;@14;)
                                  end
                                  local.get 21
                                  local.set 15
                                  br 1 (;@12;)
                                end
                                local.get 15
                                i32.const 1
                                i32.add
                                local.set 25
                              end
                              block ;; label = @12
                                local.get 15
                                i32.const -1
                                i32.add
                                i32.const 3
                                i32.gt_u
                                br_if 0 (;@12;)
                                i32.const 0
                                local.set 10
                                local.get 15
                                local.set 13
                                local.get 22
                                local.set 2
                                loop ;; label = @13
                                  block ;; label = @14
                                    block ;; label = @15
                                      block ;; label = @16
                                        local.get 2
                                        i32.load8_u
                                        local.tee 7
                                        i32.const -48
                                        i32.add
                                        local.tee 14
                                        i32.const 255
                                        i32.and
                                        i32.const 10
                                        i32.lt_u
                                        br_if 0 (;@16;)
                                        local.get 7
                                        i32.const -97
                                        i32.add
                                        i32.const 255
                                        i32.and
                                        i32.const 5
                                        i32.gt_u
                                        br_if 1 (;@15;)
                                        local.get 7
                                        i32.const -87
                                        i32.add
                                        local.set 14
                                      end
                                      local.get 10
                                      i32.const 4
                                      i32.shl
                                      local.get 14
                                      i32.const 255
                                      i32.and
                                      i32.or
                                      local.set 10
                                      br 1 (;@14;)
                                    end
                                    local.get 7
                                    i32.const -71
                                    i32.add
                                    i32.const 255
                                    i32.and
                                    i32.const 250
                                    i32.lt_u
                                    br_if 2 (;@12;)
                                    local.get 10
                                    i32.const 4
                                    i32.shl
                                    local.get 7
                                    i32.const -55
                                    i32.add
                                    i32.const 255
                                    i32.and
                                    i32.or
                                    local.set 10
                                  end
                                  local.get 2
                                  i32.const 1
                                  i32.add
                                  local.set 2
                                  local.get 13
                                  i32.const -1
                                  i32.add
                                  local.tee 13
                                  br_if 0 (;@13;)
                                end
                                local.get 24
                                i32.const 15
                                i32.ge_u
                                br_if 10 (;@2;)
                                local.get 24
                                i32.const 2
                                i32.add
                                local.set 2
                                local.get 4
                                i32.const 384
                                i32.add
                                local.get 24
                                i32.add
                                local.get 10
                                i32.const 8
                                i32.shl
                                local.get 10
                                i32.const 65280
                                i32.and
                                i32.const 8
                                i32.shr_u
                                i32.or
                                i32.store16 align=1
                                local.get 19
                                i32.const 58
                                i32.ne
                                br_if 2 (;@10;)
                                local.get 21
                                local.get 25
                                i32.lt_u
                                br_if 10 (;@2;)
                                local.get 21
                                local.get 25
                                i32.sub
                                local.tee 21
                                i32.eqz
                                br_if 10 (;@2;)
                                block ;; label = @13
                                  local.get 22
                                  local.get 25
                                  i32.add
                                  local.tee 22
                                  i32.load8_u
                                  i32.const 58
                                  i32.ne
                                  br_if 0 (;@13;)
                                  local.get 20
                                  br_if 11 (;@2;)
                                  i32.const 1
                                  local.set 20
                                  local.get 22
                                  i32.const 1
                                  i32.add
                                  local.set 22
                                  local.get 21
                                  i32.const -1
                                  i32.add
                                  local.set 21
                                  local.get 2
                                  local.set 23
                                end
                                local.get 21
                                br_if 1 (;@11;)
                                br 2 (;@10;)
                              end
                            end
                            local.get 19
                            i32.const 58
                            i32.eq
                            br_if 8 (;@2;)
                            local.get 24
                            i32.const 12
                            i32.gt_u
                            br_if 8 (;@2;)
                            local.get 4
                            i32.const 400
                            i32.add
                            local.get 22
                            local.get 15
                            call 18
                            local.get 4
                            i32.load8_u offset=400
                            i32.const 1
                            i32.ne
                            br_if 8 (;@2;)
                            local.get 24
                            i32.const 4
                            i32.add
                            local.set 2
                            local.get 4
                            i32.const 384
                            i32.add
                            local.get 24
                            i32.add
                            local.get 4
                            i32.load offset=401 align=1
                            i32.store align=1
                          end
                          block ;; label = @10
                            local.get 20
                            i32.const 1
                            i32.and
                            i32.eqz
                            br_if 0 (;@10;)
                            local.get 2
                            i32.const 14
                            i32.gt_u
                            br_if 8 (;@2;)
                            local.get 4
                            i64.const 0
                            i64.store offset=408
                            local.get 4
                            i64.const 0
                            i64.store offset=400
                            local.get 23
                            i32.const 16
                            i32.gt_u
                            br_if 8 (;@2;)
                            block ;; label = @11
                              block ;; label = @12
                                local.get 23
                                br_if 0 (;@12;)
                                i32.const 0
                                local.set 23
                                br 1 (;@11;)
                              end
                              local.get 23
                              i32.eqz
                              br_if 0 (;@11;)
                              local.get 4
                              i32.const 400
                              i32.add
                              local.get 4
                              i32.const 384
                              i32.add
                              local.get 23
                              memory.copy
                            end
                            local.get 2
                            local.get 23
                            i32.lt_u
                            br_if 8 (;@2;)
                            local.get 23
                            local.get 2
                            i32.eq
                            br_if 2 (;@8;)
                            local.get 2
                            i32.const -1
                            i32.add
                            local.tee 7
                            local.get 23
                            i32.sub
                            local.tee 2
                            i32.const 15
                            local.get 2
                            i32.const 15
                            i32.lt_u
                            select
                            local.tee 2
                            i32.const 1
                            i32.add
                            local.tee 10
                            i32.eqz
                            br_if 2 (;@8;)
                            local.get 4
                            i32.const 400
                            i32.add
                            local.get 2
                            i32.const 15
                            i32.xor
                            i32.add
                            local.get 4
                            i32.const 384
                            i32.add
                            local.get 7
                            local.get 2
                            i32.sub
                            i32.add
                            local.get 10
                            memory.copy
                            br 2 (;@8;)
                          end
                          local.get 2
                          i32.const 16
                          i32.ne
                          br_if 7 (;@2;)
                          local.get 4
                          local.get 4
                          i64.load offset=392
                          i64.store offset=344
                          local.get 4
                          local.get 4
                          i64.load offset=384
                          i64.store offset=336
                          br 2 (;@7;)
                        end
                        local.get 20
                        i32.eqz
                        br_if 6 (;@2;)
                        local.get 4
                        i64.const 0
                        i64.store offset=408
                        local.get 4
                        i64.const 0
                        i64.store offset=400
                      end
                      local.get 4
                      local.get 4
                      i64.load offset=408
                      i64.store offset=344
                      local.get 4
                      local.get 4
                      i64.load offset=400
                      i64.store offset=336
                    end
                    local.get 4
                    i32.const 360
                    i32.add
                    local.tee 2
                    local.get 4
                    i64.load offset=344
                    local.tee 26
                    i64.store
                    local.get 4
                    local.get 4
                    i64.load offset=336
                    local.tee 27
                    i64.store offset=352
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            local.get 27
                            local.get 26
                            i64.const 4294967295
                            i64.and
                            i64.const 4294901760
                            i64.xor
                            i64.or
                            i64.eqz
                            br_if 0 (;@10;)
                            local.get 4
                            i64.load offset=352
                            local.tee 26
                            local.get 4
                            i64.load offset=359 align=1
                            i64.or
                            i64.eqz
                            local.get 4
                            i32.load8_u offset=367
                            i32.const 255
                            i32.and
                            i32.const 2
                            i32.lt_u
                            i32.and
                            local.set 7
                            local.get 26
                            local.get 2
                            i64.load32_u
                            i64.or
                            i64.eqz
                            br_if 1 (;@9;)
                            local.get 4
                            i64.load offset=352
                            local.get 4
                            i32.const 360
                            i32.add
                            local.tee 2
                            i64.load32_u
                            i64.const 65535
                            i64.xor
                            i64.or
                            i64.eqz
                            br_if 1 (;@9;)
                            local.get 4
                            i64.load offset=352
                            i64.const 2617205760
                            i64.xor
                            local.get 2
                            i64.load32_u
                            i64.or
                            i64.eqz
                            br_if 1 (;@9;)
                            local.get 4
                            i32.load offset=352
                            local.tee 2
                            i32.const -1677761536
                            i32.xor
                            local.get 4
                            i32.load16_u offset=356
                            i32.const 256
                            i32.xor
                            i32.or
                            i32.eqz
                            br_if 1 (;@9;)
                            local.get 2
                            i32.const 288
                            i32.eq
                            br_if 1 (;@9;)
                            local.get 4
                            i32.load16_u offset=352
                            i32.const 544
                            i32.ne
                            local.get 7
                            i32.or
                            i32.const 1
                            i32.and
                            i32.eqz
                            br_if 8 (;@2;)
                            br 2 (;@8;)
                          end
                          i32.const 0
                          local.set 13
                          local.get 4
                          i32.load offset=364
                          local.tee 7
                          local.set 2
                          br 2 (;@7;)
                        end
                        local.get 7
                        i32.eqz
                        br_if 6 (;@2;)
                      end
                      local.get 4
                      local.get 4
                      i64.load offset=356 align=4
                      local.tee 26
                      i64.store offset=368
                      local.get 4
                      local.get 4
                      i32.load offset=364
                      local.tee 7
                      i32.store offset=376
                      local.get 4
                      i32.load offset=352
                      local.set 2
                      local.get 4
                      local.get 26
                      i64.store offset=404 align=4
                      local.get 4
                      local.get 2
                      i32.store offset=400
                      local.get 4
                      local.get 7
                      i32.store offset=412
                      block ;; label = @8
                        block ;; label = @9
                          local.get 4
                          i64.load offset=400 align=4
                          local.tee 26
                          i64.const 56
                          i64.shl
                          local.get 26
                          i64.const 65280
                          i64.and
                          i64.const 40
                          i64.shl
                          i64.or
                          local.get 26
                          i64.const 16711680
                          i64.and
                          i64.const 24
                          i64.shl
                          local.get 26
                          i64.const 4278190080
                          i64.and
                          i64.const 8
                          i64.shl
                          i64.or
                          i64.or
                          local.get 26
                          i64.const 8
                          i64.shr_u
                          i64.const 4278190080
                          i64.and
                          local.get 26
                          i64.const 24
                          i64.shr_u
                          i64.const 16711680
                          i64.and
                          i64.or
                          local.get 26
                          i64.const 40
                          i64.shr_u
                          i64.const 65280
                          i64.and
                          local.get 26
                          i64.const 56
                          i64.shr_u
                          i64.or
                          i64.or
                          i64.or
                          i64.eqz
                          i32.eqz
                          br_if 0 (;@9;)
                          local.get 4
                          i32.const 408
                          i32.add
                          i64.load align=4
                          local.tee 26
                          i64.const 56
                          i64.shl
                          local.get 26
                          i64.const 65280
                          i64.and
                          i64.const 40
                          i64.shl
                          i64.or
                          local.get 26
                          i64.const 16711680
                          i64.and
                          i64.const 24
                          i64.shl
                          local.get 26
                          i64.const 4278190080
                          i64.and
                          i64.const 8
                          i64.shl
                          i64.or
                          i64.or
                          local.get 26
                          i64.const 8
                          i64.shr_u
                          i64.const 4278190080
                          i64.and
                          local.get 26
                          i64.const 24
                          i64.shr_u
                          i64.const 16711680
                          i64.and
                          i64.or
                          local.get 26
                          i64.const 40
                          i64.shr_u
                          i64.const 65280
                          i64.and
                          local.get 26
                          i64.const 56
                          i64.shr_u
                          i64.or
                          i64.or
                          i64.or
                          i64.const 0
                          i64.ne
                          br_if 0 (;@9;)
                          i32.const 0
                          local.set 7
                          br 1 (;@8;)
                        end
                        i32.const 1
                        local.set 7
                      end
                      i32.const 1
                      local.set 13
                    end
                    local.get 7
                    i32.eqz
                    br_if 4 (;@2;)
                    local.get 4
                    local.get 4
                    i32.load offset=376
                    i32.store offset=302 align=2
                    local.get 4
                    local.get 4
                    i64.load offset=368
                    i64.store offset=294 align=2
                    local.get 4
                    local.get 2
                    i32.store offset=290 align=2
                    local.get 4
                    local.get 13
                    i32.store8 offset=289
                    i32.const 1
                    local.set 24
                    local.get 4
                    i32.const 1
                    i32.store8 offset=288
                    local.get 18
                    local.get 12
                    i32.const 1
                    i32.add
                    local.tee 2
                    i32.add
                    local.set 19
                    local.get 17
                    local.get 2
                    i32.sub
                    local.set 2
                    br 3 (;@3;)
                  end
                  local.get 15
                  local.get 7
                  local.get 13
                  select
                  local.set 7
                  loop ;; label = @6
                    local.get 15
                    local.get 7
                    i32.eq
                    br_if 1 (;@5;)
                    local.get 7
                    i32.const 1
                    i32.add
                    local.set 7
                    local.get 2
                    i32.load8_u
                    local.set 12
                    local.get 2
                    i32.const 1
                    i32.add
                    local.set 2
                    local.get 12
                    i32.const -48
                    i32.add
                    i32.const 255
                    i32.and
                    i32.const 10
                    i32.lt_u
                    br_if 0 (;@6;)
                  end
                  local.get 15
                  i32.const 253
                  i32.gt_u
                  br_if 3 (;@2;)
                  i32.const 0
                  local.set 24
                  local.get 15
                  local.set 18
                  local.get 10
                  local.set 13
                  i32.const 0
                  local.set 17
                  loop ;; label = @6
                    block ;; label = @7
                      local.get 17
                      i32.const 1
                      i32.and
                      i32.eqz
                      br_if 0 (;@7;)
                      br 3 (;@4;)
                    end
                    local.get 18
                    i32.eqz
                    br_if 4 (;@2;)
                    i32.const 0
                    local.set 2
                    block ;; label = @7
                      block ;; label = @8
                        loop ;; label = @9
                          local.get 13
                          local.get 2
                          i32.add
                          i32.load8_u
                          local.tee 7
                          i32.const 46
                          i32.eq
                          br_if 1 (;@8;)
                          local.get 18
                          local.get 2
                          i32.const 1
                          i32.add
                          local.tee 2
                          i32.ne
                          br_if 0 (;@9;)
                        end
                        local.get 13
                        local.set 25
                        local.get 18
                        local.set 2
                        br 1 (;@7;)
                      end
                      local.get 13
                      local.get 2
                      i32.const 1
                      i32.add
                      local.tee 12
                      i32.add
                      local.set 25
                      local.get 18
                      local.get 12
                      i32.sub
                      local.set 18
                    end
                    local.get 2
                    i32.const -1
                    i32.add
                    i32.const 62
                    i32.gt_u
                    br_if 4 (;@2;)
                    local.get 7
                    i32.const 46
                    i32.ne
                    local.set 17
                    local.get 13
                    local.get 2
                    i32.add
                    local.set 20
                    i32.const 0
                    local.set 7
                    block ;; label = @7
                      loop ;; label = @8
                        local.get 2
                        local.get 7
                        i32.eq
                        br_if 1 (;@7;)
                        local.get 13
                        local.get 7
                        i32.add
                        local.set 12
                        local.get 7
                        i32.const 1
                        i32.add
                        local.set 7
                        local.get 12
                        i32.load8_u
                        local.tee 12
                        i32.const -48
                        i32.add
                        local.set 21
                        local.get 12
                        i32.const 223
                        i32.and
                        i32.const -65
                        i32.add
                        local.set 22
                        local.get 12
                        i32.const 45
                        i32.eq
                        br_if 0 (;@8;)
                        local.get 21
                        i32.const 255
                        i32.and
                        i32.const 10
                        i32.lt_u
                        br_if 0 (;@8;)
                        local.get 22
                        i32.const 255
                        i32.and
                        i32.const 26
                        i32.ge_u
                        br_if 6 (;@2;)
                        br 0 (;@8;)
                      end
                    end
                    local.get 13
                    i32.load8_u
                    i32.const 45
                    i32.eq
                    br_if 4 (;@2;)
                    local.get 25
                    local.set 13
                    local.get 20
                    i32.const -1
                    i32.add
                    i32.load8_u
                    i32.const 45
                    i32.eq
                    br_if 4 (;@2;)
                    br 0 (;@6;)
                  end
                end
                local.get 4
                i32.const 400
                i32.add
                local.get 10
                local.get 15
                call 18
                local.get 4
                i32.load8_u offset=400
                i32.const 1
                i32.ne
                br_if 2 (;@2;)
                local.get 4
                i32.load offset=401 align=1
                i32.eqz
                br_if 2 (;@2;)
                local.get 4
                i32.load16_u offset=403 align=1
                local.set 10
                local.get 4
                i32.load16_u offset=401 align=1
                local.set 2
                i32.const 1
                local.set 24
              end
              local.get 4
              local.get 15
              i32.store offset=296
              local.get 4
              local.get 10
              i32.store offset=292
              local.get 4
              local.get 2
              i32.store16 offset=290
              i32.const 0
              local.set 13
              local.get 4
              i32.const 0
              i32.store8 offset=289
              local.get 4
              local.get 24
              i32.store8 offset=288
              local.get 14
              local.get 15
              i32.sub
              local.set 2
            end
            i32.const 443
            i32.const 80
            local.get 16
            select
            local.tee 12
            local.set 7
            block ;; label = @3
              local.get 2
              i32.eqz
              br_if 0 (;@3;)
              local.get 19
              i32.load8_u
              i32.const 58
              i32.ne
              br_if 1 (;@2;)
              i32.const 0
              local.set 7
              i32.const 1
              local.set 10
              block ;; label = @4
                loop ;; label = @5
                  local.get 2
                  local.get 10
                  i32.eq
                  br_if 1 (;@4;)
                  local.get 7
                  i32.const 65535
                  i32.and
                  i32.const 10
                  i32.mul
                  local.tee 7
                  i32.const 16
                  i32.shr_u
                  br_if 3 (;@2;)
                  local.get 19
                  local.get 10
                  i32.add
                  i32.load8_u
                  i32.const -48
                  i32.add
                  i32.const 255
                  i32.and
                  local.tee 15
                  i32.const 9
                  i32.gt_u
                  br_if 3 (;@2;)
                  local.get 10
                  i32.const 1
                  i32.add
                  local.set 10
                  local.get 7
                  i32.const 65535
                  i32.and
                  local.get 15
                  i32.add
                  local.tee 7
                  i32.const 65535
                  i32.and
                  local.get 7
                  i32.ne
                  br_if 3 (;@2;)
                  br 0 (;@5;)
                end
              end
              block ;; label = @4
                block ;; label = @5
                  local.get 2
                  i32.const -1
                  i32.add
                  br_table 3 (;@2;) 0 (;@5;) 1 (;@4;)
                end
                local.get 7
                i32.const 65535
                i32.and
                i32.eqz
                br_if 2 (;@2;)
                br 1 (;@3;)
              end
              local.get 19
              i32.load8_u offset=1
              i32.const 48
              i32.eq
              br_if 1 (;@2;)
              local.get 7
              i32.const 65535
              i32.and
              i32.eqz
              br_if 1 (;@2;)
            end
            local.get 4
            i64.const 272
            i64.store offset=404 align=4
            local.get 4
            local.get 4
            i32.store offset=400
            local.get 4
            i32.const 288
            i32.add
            i32.const 1
            i32.or
            local.set 2
            block ;; label = @3
              block ;; label = @4
                local.get 24
                local.get 13
                i32.and
                local.tee 14
                i32.eqz
                br_if 0 (;@4;)
                local.get 4
                i32.const 1
                i32.store offset=408
                local.get 4
                i32.const 91
                i32.store8
                local.get 2
                local.get 4
                i32.const 400
                i32.add
                call 19
                i32.eqz
                br_if 2 (;@2;)
                local.get 4
                i32.load offset=408
                local.tee 10
                local.get 4
                i32.load offset=404
                i32.ge_u
                br_if 2 (;@2;)
                local.get 4
                i32.load offset=400
                local.get 10
                i32.add
                i32.const 93
                i32.store8
                local.get 10
                i32.const 1
                i32.add
                local.set 15
                br 1 (;@3;)
              end
              block ;; label = @4
                block ;; label = @5
                  local.get 24
                  br_if 0 (;@5;)
                  block ;; label = @6
                    local.get 4
                    i32.load offset=296
                    local.tee 2
                    br_if 0 (;@6;)
                    i32.const 0
                    local.set 15
                    i32.const 0
                    local.set 10
                    br 3 (;@3;)
                  end
                  local.get 4
                  i32.load offset=292
                  local.set 15
                  local.get 2
                  i32.const -1
                  i32.add
                  local.set 13
                  i32.const 0
                  local.set 2
                  block ;; label = @6
                    loop ;; label = @7
                      local.get 4
                      local.get 2
                      i32.add
                      i32.const 32
                      i32.const 0
                      local.get 15
                      local.get 2
                      i32.add
                      i32.load8_u
                      local.tee 10
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      select
                      local.get 10
                      i32.or
                      i32.store8
                      local.get 13
                      local.get 2
                      i32.eq
                      br_if 1 (;@6;)
                      local.get 2
                      i32.const 1
                      i32.add
                      local.tee 2
                      i32.const 272
                      i32.eq
                      br_if 5 (;@2;)
                      br 0 (;@7;)
                    end
                  end
                  local.get 2
                  i32.const 1
                  i32.add
                  local.set 15
                  br 1 (;@4;)
                end
                local.get 2
                local.get 4
                i32.const 400
                i32.add
                call 19
                i32.eqz
                br_if 2 (;@2;)
                local.get 4
                i32.load offset=408
                local.set 15
              end
              local.get 15
              local.set 10
            end
            block ;; label = @3
              local.get 7
              i32.const 65535
              i32.and
              local.get 12
              i32.eq
              br_if 0 (;@3;)
              local.get 15
              local.get 4
              i32.load offset=404
              i32.ge_u
              br_if 1 (;@2;)
              local.get 4
              i32.load offset=400
              local.get 15
              i32.add
              i32.const 58
              i32.store8
              local.get 4
              local.get 15
              i32.const 1
              i32.add
              i32.store offset=408
              local.get 4
              i32.const 400
              i32.add
              local.get 7
              i32.const 10
              call 20
              i32.eqz
              br_if 1 (;@2;)
              local.get 4
              i32.load offset=408
              local.set 15
            end
            local.get 15
            i32.const 273
            i32.ge_u
            br_if 0 (;@2;)
            local.get 10
            local.get 14
            i32.lt_u
            br_if 0 (;@2;)
            local.get 10
            local.get 15
            i32.gt_u
            br_if 0 (;@2;)
            local.get 14
            local.get 10
            i32.sub
            local.set 2
            local.get 10
            local.get 14
            i32.sub
            local.set 13
            local.get 10
            local.get 4
            i32.add
            i32.const -1
            i32.add
            local.set 10
            local.get 4
            local.get 14
            i32.add
            local.set 22
            block ;; label = @3
              block ;; label = @4
                loop ;; label = @5
                  local.get 2
                  i32.eqz
                  br_if 1 (;@4;)
                  local.get 10
                  i32.load8_u
                  local.tee 12
                  i32.const 46
                  i32.eq
                  br_if 1 (;@4;)
                  local.get 2
                  i32.const 1
                  i32.add
                  local.set 2
                  local.get 10
                  i32.const -1
                  i32.add
                  local.set 10
                  local.get 12
                  i32.const -58
                  i32.add
                  i32.const 255
                  i32.and
                  i32.const 245
                  i32.gt_u
                  br_if 0 (;@5;)
                end
                local.get 13
                local.set 2
                local.get 22
                local.set 10
                loop ;; label = @5
                  block ;; label = @6
                    local.get 2
                    br_if 0 (;@6;)
                    local.get 22
                    local.set 21
                    local.get 13
                    local.set 14
                    block ;; label = @7
                      loop ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            local.get 14
                            i32.eqz
                            br_if 0 (;@10;)
                            i32.const 0
                            local.set 2
                            loop ;; label = @11
                              local.get 21
                              local.get 2
                              i32.add
                              i32.load8_u
                              i32.const 46
                              i32.eq
                              br_if 2 (;@9;)
                              local.get 14
                              local.get 2
                              i32.const 1
                              i32.add
                              local.tee 2
                              i32.ne
                              br_if 0 (;@11;)
                            end
                          end
                          local.get 22
                          local.set 12
                          local.get 13
                          local.set 10
                          block ;; label = @10
                            loop ;; label = @11
                              local.get 10
                              i32.eqz
                              br_if 1 (;@10;)
                              i32.const 0
                              local.set 2
                              block ;; label = @12
                                block ;; label = @13
                                  loop ;; label = @14
                                    local.get 12
                                    local.get 2
                                    i32.add
                                    i32.load8_u
                                    i32.const 46
                                    i32.eq
                                    br_if 1 (;@13;)
                                    local.get 10
                                    local.get 2
                                    i32.const 1
                                    i32.add
                                    local.tee 2
                                    i32.ne
                                    br_if 0 (;@14;)
                                  end
                                  i32.const 0
                                  local.set 2
                                  br 1 (;@12;)
                                end
                                local.get 12
                                local.get 2
                                i32.const 1
                                i32.add
                                local.tee 18
                                i32.add
                                local.set 2
                                local.get 10
                                local.get 18
                                i32.sub
                                local.set 18
                              end
                              block ;; label = @12
                                local.get 10
                                i32.const 4
                                i32.lt_u
                                br_if 0 (;@12;)
                                local.get 12
                                i32.load align=1
                                local.tee 12
                                i32.const 16711935
                                i32.and
                                i32.const 8
                                i32.rotr
                                local.get 12
                                i32.const 24
                                i32.rotr
                                i32.const 16711935
                                i32.and
                                i32.or
                                local.tee 12
                                i32.const 2020486445
                                i32.lt_u
                                local.get 12
                                i32.const 2020486445
                                i32.gt_u
                                i32.sub
                                i32.eqz
                                br_if 5 (;@7;)
                              end
                              local.get 2
                              local.set 12
                              local.get 18
                              local.set 10
                              local.get 2
                              br_if 0 (;@11;)
                            end
                          end
                          i32.const 0
                          local.set 10
                          local.get 14
                          local.get 13
                          i32.ge_u
                          br_if 2 (;@7;)
                          i32.const -112
                          local.set 2
                          loop ;; label = @10
                            block ;; label = @11
                              local.get 2
                              i32.const 16656
                              i32.add
                              i32.load
                              local.get 14
                              i32.ne
                              br_if 0 (;@11;)
                              local.get 2
                              i32.const 16652
                              i32.add
                              i32.load
                              local.get 21
                              local.get 14
                              call 13
                              i32.eqz
                              br_if 4 (;@7;)
                            end
                            local.get 2
                            i32.const 8
                            i32.add
                            local.tee 2
                            br_if 0 (;@10;)
                            br 7 (;@3;)
                          end
                        end
                        local.get 21
                        local.get 2
                        i32.const 1
                        i32.add
                        local.tee 2
                        i32.add
                        local.set 21
                        local.get 14
                        local.get 2
                        i32.sub
                        local.set 14
                        br 0 (;@8;)
                      end
                    end
                    local.get 0
                    i32.const 4
                    i32.add
                    local.set 24
                    local.get 0
                    i32.const 8
                    i32.add
                    local.set 28
                    local.get 22
                    local.set 19
                    local.get 13
                    local.set 2
                    loop ;; label = @7
                      i32.const 0
                      local.set 20
                      block ;; label = @8
                        local.get 2
                        i32.eqz
                        br_if 0 (;@8;)
                        i32.const 0
                        local.set 12
                        block ;; label = @9
                          loop ;; label = @10
                            local.get 19
                            local.get 12
                            i32.add
                            i32.load8_u
                            i32.const 46
                            i32.eq
                            br_if 1 (;@9;)
                            local.get 2
                            local.get 12
                            i32.const 1
                            i32.add
                            local.tee 12
                            i32.ne
                            br_if 0 (;@10;)
                          end
                          i32.const 0
                          local.set 20
                          br 1 (;@8;)
                        end
                        local.get 19
                        local.get 12
                        i32.const 1
                        i32.add
                        local.tee 12
                        i32.add
                        local.set 20
                        local.get 2
                        local.get 12
                        i32.sub
                        local.set 23
                      end
                      block ;; label = @8
                        local.get 2
                        local.get 10
                        i32.lt_u
                        local.tee 12
                        br_if 0 (;@8;)
                        local.get 11
                        i32.eqz
                        br_if 0 (;@8;)
                        block ;; label = @9
                          local.get 28
                          i32.load
                          local.tee 18
                          i32.eqz
                          br_if 0 (;@9;)
                          local.get 24
                          i32.load
                          local.set 25
                          i32.const 0
                          local.set 14
                          loop ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                local.get 18
                                local.get 14
                                i32.sub
                                i32.const 1
                                i32.shr_u
                                local.get 14
                                i32.add
                                local.tee 12
                                i32.const 2
                                i32.shl
                                local.get 25
                                i32.add
                                local.tee 21
                                local.get 0
                                i32.add
                                i32.load
                                local.tee 17
                                local.get 0
                                i32.add
                                local.get 19
                                local.get 21
                                local.get 24
                                i32.add
                                i32.load
                                local.get 17
                                i32.sub
                                local.tee 21
                                local.get 2
                                local.get 21
                                local.get 2
                                i32.lt_u
                                select
                                call 13
                                local.tee 17
                                local.get 21
                                local.get 2
                                i32.sub
                                local.get 17
                                select
                                local.tee 21
                                i32.const 0
                                i32.gt_s
                                local.get 21
                                i32.const 0
                                i32.lt_s
                                i32.sub
                                i32.const 255
                                i32.and
                                br_table 9 (;@3;) 1 (;@11;) 0 (;@12;)
                              end
                              local.get 12
                              i32.const 1
                              i32.add
                              local.set 14
                              local.get 18
                              local.set 12
                            end
                            local.get 12
                            local.set 18
                            local.get 14
                            local.get 12
                            i32.lt_u
                            br_if 0 (;@10;)
                          end
                        end
                        local.get 20
                        local.set 19
                        local.get 23
                        local.set 2
                        local.get 20
                        i32.eqz
                        br_if 6 (;@2;)
                        br 1 (;@7;)
                      end
                    end
                    local.get 12
                    br_if 4 (;@2;)
                    br 3 (;@3;)
                  end
                  local.get 10
                  i32.load8_u
                  local.tee 12
                  i32.const 91
                  i32.eq
                  br_if 1 (;@4;)
                  local.get 2
                  i32.const -1
                  i32.add
                  local.set 2
                  local.get 10
                  i32.const 1
                  i32.add
                  local.set 10
                  local.get 12
                  i32.const 58
                  i32.ne
                  br_if 0 (;@5;)
                end
              end
              local.get 11
              i32.eqz
              br_if 0 (;@3;)
              local.get 0
              i32.const 8
              i32.add
              i32.load
              local.tee 14
              i32.eqz
              br_if 1 (;@2;)
              local.get 0
              i32.const 4
              i32.add
              local.tee 18
              i32.load
              local.set 17
              i32.const 0
              local.set 10
              loop ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    local.get 14
                    local.get 10
                    i32.sub
                    i32.const 1
                    i32.shr_u
                    local.get 10
                    i32.add
                    local.tee 2
                    i32.const 2
                    i32.shl
                    local.get 17
                    i32.add
                    local.tee 12
                    local.get 0
                    i32.add
                    i32.load
                    local.tee 21
                    local.get 0
                    i32.add
                    local.get 22
                    local.get 12
                    local.get 18
                    i32.add
                    i32.load
                    local.get 21
                    i32.sub
                    local.tee 12
                    local.get 13
                    local.get 12
                    local.get 13
                    i32.lt_u
                    select
                    call 13
                    local.tee 21
                    local.get 12
                    local.get 13
                    i32.sub
                    local.get 21
                    select
                    local.tee 12
                    i32.const 0
                    i32.gt_s
                    local.get 12
                    i32.const 0
                    i32.lt_s
                    i32.sub
                    i32.const 255
                    i32.and
                    br_table 3 (;@3;) 1 (;@5;) 0 (;@6;)
                  end
                  local.get 2
                  i32.const 1
                  i32.add
                  local.set 10
                  local.get 14
                  local.set 2
                end
                local.get 2
                local.set 14
                local.get 10
                local.get 2
                i32.ge_u
                br_if 2 (;@2;)
                br 0 (;@4;)
              end
            end
            local.get 4
            i64.const 0
            i64.store offset=296
            local.get 4
            i64.const 0
            i64.store offset=288
            local.get 5
            local.get 4
            i32.const 288
            i32.add
            call 6
            i32.const 0
            local.set 2
            i32.const 1
            local.set 17
            block ;; label = @3
              block ;; label = @4
                local.get 4
                i32.load8_u offset=288
                i32.const 1
                i32.ne
                br_if 0 (;@4;)
                i32.const 0
                local.set 2
                i32.const 1
                local.set 17
                local.get 4
                i32.const 296
                i32.add
                i32.load
                local.tee 18
                i32.eqz
                br_if 0 (;@4;)
                local.get 18
                local.set 2
                local.get 4
                i32.load offset=292
                local.tee 17
                i32.load8_u
                i32.const 63
                i32.ne
                br_if 1 (;@3;)
              end
              i32.const 0
              i32.const 0
              i32.const 1
              local.get 2
              i32.const 1
              i32.add
              local.tee 18
              call 7
              local.set 10
              local.get 18
              i32.eqz
              br_if 1 (;@2;)
              local.get 10
              i32.eqz
              br_if 1 (;@2;)
              local.get 10
              i32.const 47
              i32.store8
              block ;; label = @4
                local.get 2
                i32.eqz
                br_if 0 (;@4;)
                local.get 10
                i32.const 1
                i32.add
                local.get 17
                local.get 2
                memory.copy
              end
              local.get 10
              local.set 17
            end
            i32.const 1
            local.set 20
            i32.const 1
            local.set 25
            block ;; label = @3
              local.get 1
              i32.eqz
              br_if 0 (;@3;)
              block ;; label = @4
                block ;; label = @5
                  local.get 0
                  i32.const 8
                  i32.add
                  i32.load
                  local.tee 14
                  br_if 0 (;@5;)
                  i32.const 0
                  local.set 20
                  br 1 (;@4;)
                end
                local.get 0
                i32.const 4
                i32.add
                local.tee 19
                i32.load
                local.set 24
                i32.const 1
                local.set 20
                i32.const 0
                local.set 10
                local.get 14
                local.set 21
                block ;; label = @5
                  loop ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        local.get 21
                        local.get 10
                        i32.sub
                        i32.const 1
                        i32.shr_u
                        local.get 10
                        i32.add
                        local.tee 2
                        i32.const 2
                        i32.shl
                        local.get 24
                        i32.add
                        local.tee 12
                        local.get 0
                        i32.add
                        i32.load
                        local.tee 25
                        local.get 0
                        i32.add
                        i32.const 16652
                        local.get 12
                        local.get 19
                        i32.add
                        i32.load
                        local.get 25
                        i32.sub
                        local.tee 12
                        i32.const 4
                        local.get 12
                        i32.const 4
                        i32.lt_u
                        select
                        call 13
                        local.tee 25
                        local.get 12
                        i32.const -4
                        i32.add
                        local.get 25
                        select
                        local.tee 12
                        i32.const 0
                        i32.gt_s
                        local.get 12
                        i32.const 0
                        i32.lt_s
                        i32.sub
                        i32.const 255
                        i32.and
                        br_table 3 (;@5;) 1 (;@7;) 0 (;@8;)
                      end
                      local.get 2
                      i32.const 1
                      i32.add
                      local.set 10
                      local.get 21
                      local.set 2
                    end
                    local.get 2
                    local.set 21
                    local.get 10
                    local.get 2
                    i32.lt_u
                    br_if 0 (;@6;)
                  end
                  i32.const 0
                  local.set 20
                end
                i32.const 1
                local.set 25
                i32.const 0
                local.set 10
                loop ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      local.get 14
                      local.get 10
                      i32.sub
                      i32.const 1
                      i32.shr_u
                      local.get 10
                      i32.add
                      local.tee 2
                      i32.const 2
                      i32.shl
                      local.get 24
                      i32.add
                      local.tee 12
                      local.get 0
                      i32.add
                      i32.load
                      local.tee 21
                      local.get 0
                      i32.add
                      i32.const 16656
                      local.get 12
                      local.get 19
                      i32.add
                      i32.load
                      local.get 21
                      i32.sub
                      local.tee 12
                      i32.const 5
                      local.get 12
                      i32.const 5
                      i32.lt_u
                      select
                      call 13
                      local.tee 21
                      local.get 12
                      i32.const -5
                      i32.add
                      local.get 21
                      select
                      local.tee 12
                      i32.const 0
                      i32.gt_s
                      local.get 12
                      i32.const 0
                      i32.lt_s
                      i32.sub
                      i32.const 255
                      i32.and
                      br_table 4 (;@3;) 1 (;@6;) 0 (;@7;)
                    end
                    local.get 2
                    i32.const 1
                    i32.add
                    local.set 10
                    local.get 14
                    local.set 2
                  end
                  local.get 2
                  local.set 14
                  local.get 10
                  local.get 2
                  i32.lt_u
                  br_if 0 (;@5;)
                end
              end
              i32.const 0
              local.set 25
            end
            local.get 17
            i32.load8_u
            local.set 10
            block ;; label = @3
              block ;; label = @4
                local.get 18
                i32.const 1
                i32.ne
                br_if 0 (;@4;)
                local.get 10
                i32.const 255
                i32.and
                i32.const 47
                i32.ne
                br_if 2 (;@2;)
                br 1 (;@3;)
              end
              i32.const 0
              local.set 2
              local.get 10
              i32.const 255
              i32.and
              i32.const 47
              i32.ne
              br_if 2 (;@1;)
              local.get 17
              i32.load8_u offset=1
              local.tee 10
              i32.const -33
              i32.add
              i32.const 255
              i32.and
              i32.const 14
              i32.lt_u
              br_if 0 (;@3;)
              local.get 10
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              i32.const 78
              i32.gt_u
              br_if 2 (;@1;)
            end
            i32.const 0
            local.set 10
            i32.const 0
            local.set 14
            i32.const 0
            local.set 24
            loop ;; label = @3
              local.get 17
              local.get 10
              i32.add
              i32.load8_u
              local.set 2
              local.get 4
              i32.const 0
              i32.store16 offset=289 align=1
              local.get 4
              local.get 2
              i32.store8 offset=288
              local.get 25
              local.get 20
              local.get 24
              i32.const 1
              i32.eq
              local.tee 23
              select
              local.set 12
              local.get 10
              i32.const 1
              i32.add
              local.set 19
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            local.get 2
                            i32.const -35
                            i32.add
                            br_table 8 (;@2;) 1 (;@9;) 3 (;@7;) 0 (;@10;)
                          end
                          local.get 2
                          i32.const 63
                          i32.eq
                          br_if 1 (;@8;)
                          local.get 2
                          i32.const 92
                          i32.eq
                          br_if 3 (;@6;)
                        end
                        local.get 2
                        i32.const -33
                        i32.add
                        i32.const 255
                        i32.and
                        i32.const 94
                        i32.ge_u
                        br_if 6 (;@2;)
                        br 3 (;@5;)
                      end
                      i32.const 1
                      local.set 21
                      local.get 28
                      local.get 14
                      i32.const 1
                      i32.add
                      local.get 24
                      i32.const 1
                      i32.eq
                      select
                      local.set 28
                      i32.const 1
                      local.set 24
                      br 3 (;@4;)
                    end
                    i32.const 1
                    local.set 21
                    local.get 12
                    i32.eqz
                    br_if 2 (;@4;)
                    local.get 19
                    local.get 18
                    i32.ge_u
                    br_if 4 (;@2;)
                    block ;; label = @7
                      local.get 17
                      local.get 19
                      i32.add
                      i32.load8_u
                      local.tee 12
                      i32.const -48
                      i32.add
                      local.tee 2
                      i32.const 255
                      i32.and
                      i32.const 10
                      i32.lt_u
                      br_if 0 (;@7;)
                      block ;; label = @8
                        local.get 12
                        i32.const -97
                        i32.add
                        i32.const 255
                        i32.and
                        i32.const 5
                        i32.gt_u
                        br_if 0 (;@8;)
                        local.get 12
                        i32.const -87
                        i32.add
                        local.set 2
                        br 1 (;@7;)
                      end
                      local.get 12
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 5
                      i32.gt_u
                      br_if 5 (;@2;)
                      local.get 12
                      i32.const -55
                      i32.add
                      local.set 2
                    end
                    local.get 10
                    i32.const 2
                    i32.add
                    local.tee 12
                    local.get 18
                    i32.ge_u
                    br_if 4 (;@2;)
                    block ;; label = @7
                      local.get 17
                      local.get 12
                      i32.add
                      i32.load8_u
                      local.tee 19
                      i32.const -48
                      i32.add
                      local.tee 12
                      i32.const 255
                      i32.and
                      i32.const 10
                      i32.lt_u
                      br_if 0 (;@7;)
                      block ;; label = @8
                        local.get 19
                        i32.const -97
                        i32.add
                        i32.const 255
                        i32.and
                        i32.const 5
                        i32.gt_u
                        br_if 0 (;@8;)
                        local.get 19
                        i32.const -87
                        i32.add
                        local.set 12
                        br 1 (;@7;)
                      end
                      local.get 19
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 5
                      i32.gt_u
                      br_if 5 (;@2;)
                      local.get 19
                      i32.const -55
                      i32.add
                      local.set 12
                    end
                    local.get 12
                    local.get 2
                    i32.const 4
                    i32.shl
                    i32.or
                    local.set 2
                    block ;; label = @7
                      local.get 23
                      br_if 0 (;@7;)
                      local.get 2
                      i32.const 255
                      i32.and
                      local.tee 19
                      i32.const 32
                      i32.lt_u
                      br_if 5 (;@2;)
                      local.get 19
                      i32.const 47
                      i32.eq
                      br_if 5 (;@2;)
                      local.get 19
                      i32.const 92
                      i32.eq
                      br_if 5 (;@2;)
                      local.get 19
                      i32.const 127
                      i32.eq
                      br_if 5 (;@2;)
                    end
                    local.get 10
                    i32.const 3
                    i32.add
                    local.set 19
                    block ;; label = @7
                      local.get 2
                      i32.const -48
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 10
                      i32.lt_u
                      br_if 0 (;@7;)
                      local.get 2
                      i32.const -33
                      i32.and
                      i32.const -65
                      i32.add
                      i32.const 255
                      i32.and
                      i32.const 26
                      i32.lt_u
                      br_if 0 (;@7;)
                      local.get 2
                      i32.const 255
                      i32.and
                      local.tee 10
                      i32.const -45
                      i32.add
                      i32.const 2
                      i32.lt_u
                      br_if 0 (;@7;)
                      local.get 10
                      i32.const 95
                      i32.eq
                      br_if 0 (;@7;)
                      local.get 10
                      i32.const 126
                      i32.eq
                      br_if 0 (;@7;)
                      local.get 4
                      i32.const 37
                      i32.store8 offset=288
                      local.get 4
                      local.get 12
                      i32.const 15
                      i32.and
                      local.tee 2
                      i32.const 48
                      i32.or
                      local.get 2
                      i32.const 55
                      i32.add
                      local.get 2
                      i32.const 10
                      i32.lt_u
                      select
                      i32.store8 offset=290
                      local.get 4
                      local.get 10
                      i32.const 4
                      i32.shr_u
                      local.tee 2
                      i32.const 48
                      i32.or
                      local.get 2
                      i32.const 55
                      i32.add
                      local.get 10
                      i32.const 160
                      i32.lt_u
                      select
                      i32.store8 offset=289
                      i32.const 3
                      local.set 21
                      br 3 (;@4;)
                    end
                    local.get 4
                    local.get 2
                    i32.store8 offset=288
                    br 2 (;@4;)
                  end
                  local.get 23
                  i32.eqz
                  br_if 3 (;@2;)
                end
                i32.const 1
                local.set 21
                local.get 12
                i32.eqz
                br_if 0 (;@4;)
                local.get 2
                i32.const -48
                i32.add
                i32.const 255
                i32.and
                i32.const 10
                i32.lt_u
                br_if 0 (;@4;)
                local.get 2
                i32.const 95
                i32.and
                i32.const -65
                i32.add
                i32.const 255
                i32.and
                i32.const 26
                i32.lt_u
                br_if 0 (;@4;)
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      local.get 2
                      i32.const 94
                      i32.gt_s
                      br_if 0 (;@7;)
                      local.get 2
                      i32.const -45
                      i32.add
                      local.tee 10
                      i32.const 19
                      i32.gt_u
                      br_if 1 (;@6;)
                      i32.const 1
                      local.get 10
                      i32.shl
                      i32.const 614407
                      i32.and
                      br_if 3 (;@4;)
                      br 1 (;@6;)
                    end
                    local.get 2
                    i32.const 95
                    i32.eq
                    br_if 2 (;@4;)
                    local.get 2
                    i32.const 126
                    i32.eq
                    br_if 2 (;@4;)
                    br 1 (;@5;)
                  end
                  local.get 2
                  i32.const -33
                  i32.add
                  br_table 1 (;@4;) 0 (;@5;) 0 (;@5;) 1 (;@4;) 0 (;@5;)
                end
                local.get 2
                i32.const -38
                i32.add
                i32.const 255
                i32.and
                i32.const 7
                i32.ge_u
                br_if 2 (;@2;)
              end
              local.get 14
              local.get 18
              local.get 14
              local.get 18
              i32.lt_u
              select
              local.set 2
              local.get 4
              i32.const 288
              i32.add
              local.set 10
              loop ;; label = @4
                local.get 14
                local.set 12
                local.get 18
                local.get 2
                i32.eq
                br_if 2 (;@2;)
                local.get 17
                local.get 12
                i32.add
                local.get 10
                i32.load8_u
                i32.store8
                local.get 2
                i32.const 1
                i32.add
                local.set 2
                local.get 10
                i32.const 1
                i32.add
                local.set 10
                local.get 12
                i32.const 1
                i32.add
                local.set 14
                local.get 21
                i32.const -1
                i32.add
                local.tee 21
                br_if 0 (;@4;)
              end
              local.get 19
              local.set 10
              local.get 19
              local.get 18
              i32.lt_u
              br_if 0 (;@3;)
            end
            local.get 28
            i32.const -1
            i32.add
            local.get 14
            local.get 24
            i32.const 1
            i32.and
            select
            local.tee 10
            local.get 18
            i32.gt_u
            br_if 0 (;@2;)
            block ;; label = @3
              block ;; label = @4
                local.get 20
                i32.eqz
                br_if 0 (;@4;)
                local.get 17
                local.get 10
                call 21
                i32.eqz
                br_if 2 (;@2;)
                i32.const 256
                local.set 2
                local.get 12
                local.get 18
                i32.ge_u
                br_if 2 (;@2;)
                br 1 (;@3;)
              end
              i32.const 0
              local.set 2
              local.get 17
              local.get 10
              call 22
              i32.eqz
              br_if 2 (;@1;)
              local.get 12
              local.get 18
              i32.ge_u
              br_if 2 (;@1;)
            end
            local.get 2
            local.get 1
            local.get 0
            call 16
            i32.or
            local.set 12
            i32.const 0
            local.set 2
            local.get 5
            local.get 12
            call 14
            i32.eqz
            br_if 1 (;@1;)
            i32.const 0
            local.set 2
            i32.const 0
            local.set 12
            block ;; label = @3
              local.get 24
              i32.const 1
              i32.ne
              br_if 0 (;@3;)
              i32.const 0
              local.get 17
              local.get 28
              i32.add
              local.get 14
              local.get 28
              i32.lt_u
              select
              local.set 12
              local.get 14
              local.get 28
              i32.sub
              local.set 1
            end
            local.get 10
            local.get 14
            i32.gt_u
            br_if 1 (;@1;)
            local.get 4
            local.get 10
            i32.store offset=308
            local.get 4
            local.get 17
            i32.store offset=304
            local.get 4
            local.get 9
            i32.store offset=300
            local.get 4
            local.get 8
            i32.store offset=296
            local.get 4
            local.get 13
            i32.store offset=292
            local.get 4
            local.get 22
            i32.store offset=288
            local.get 4
            i32.const 5
            i32.const 4
            local.get 16
            select
            i32.store offset=332
            local.get 4
            i32.const 16671
            i32.const 16667
            local.get 16
            select
            i32.store offset=328
            i32.const 0
            local.set 2
            local.get 4
            local.get 1
            i32.const 0
            local.get 12
            select
            i32.store offset=324
            local.get 4
            local.get 12
            i32.const 1
            local.get 12
            select
            i32.store offset=320
            local.get 4
            local.get 12
            i32.const 0
            i32.ne
            i32.store offset=316
            local.get 4
            local.get 7
            i32.const 65535
            i32.and
            i32.store offset=312
            local.get 0
            local.get 11
            local.get 4
            i32.const 288
            i32.add
            local.get 3
            call 8
            i32.const 1
            i32.ne
            br_if 1 (;@1;)
            i32.const 1
            local.set 2
            local.get 11
            i32.eqz
            br_if 1 (;@1;)
            local.get 5
            local.get 6
            local.get 8
            i32.const 0
            local.get 6
            i32.const 9
            i32.eq
            local.tee 2
            select
            local.get 9
            i32.const 0
            local.get 2
            select
            call 9
            local.get 5
            i32.const 1
            local.get 16
            i32.const 0
            i32.const 0
            call 10
            i32.or
            local.get 5
            i32.const 1
            local.get 4
            local.get 15
            call 11
            i32.or
            local.get 5
            i32.const 1
            local.get 17
            local.get 14
            call 12
            i32.or
            i32.eqz
            local.set 2
            br 1 (;@1;)
          end
          i32.const 0
          local.set 2
        end
        local.get 4
        i32.const 416
        i32.add
        global.set 0
        local.get 2
      )
      (func (;18;) (type 7) (param i32 i32 i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        i32.const 0
        local.set 3
        i32.const 0
        local.set 4
        local.get 1
        local.set 5
        i32.const 0
        local.set 6
        i32.const 1
        local.set 7
        block ;; label = @1
          local.get 2
          i32.eqz
          br_if 0 (;@1;)
          i32.const 0
          local.set 4
          block ;; label = @2
            loop ;; label = @3
              local.get 1
              local.get 4
              i32.add
              i32.load8_u
              i32.const 46
              i32.eq
              br_if 1 (;@2;)
              i32.const 1
              local.set 7
              local.get 2
              local.get 4
              i32.const 1
              i32.add
              local.tee 4
              i32.ne
              br_if 0 (;@3;)
            end
            local.get 2
            local.set 4
            local.get 1
            local.set 5
            local.get 2
            local.set 6
            br 1 (;@1;)
          end
          local.get 1
          local.get 4
          i32.const 1
          i32.add
          local.tee 7
          i32.add
          local.set 5
          local.get 2
          local.get 7
          i32.sub
          local.set 6
          i32.const 0
          local.set 7
        end
        i32.const 0
        local.set 2
        block ;; label = @1
          block ;; label = @2
            loop ;; label = @3
              local.get 4
              local.get 2
              i32.eq
              br_if 1 (;@2;)
              i32.const 0
              local.set 8
              local.get 3
              i32.const 65535
              i32.and
              i32.const 10
              i32.mul
              local.tee 3
              i32.const 16
              i32.shr_u
              br_if 2 (;@1;)
              local.get 1
              local.get 2
              i32.add
              i32.load8_u
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              local.tee 9
              i32.const 9
              i32.gt_u
              br_if 2 (;@1;)
              local.get 2
              i32.const 1
              i32.add
              local.set 2
              local.get 3
              i32.const 65535
              i32.and
              local.get 9
              i32.add
              local.tee 3
              i32.const 65535
              i32.and
              local.get 3
              i32.eq
              br_if 0 (;@3;)
              br 2 (;@1;)
            end
          end
          i32.const 0
          local.set 8
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 4
                br_table 3 (;@1;) 1 (;@3;) 0 (;@4;)
              end
              local.get 3
              i32.const 65535
              i32.and
              i32.const 255
              i32.gt_u
              local.get 1
              i32.load8_u
              i32.const 48
              i32.eq
              i32.or
              local.get 7
              i32.or
              i32.eqz
              br_if 1 (;@2;)
              br 2 (;@1;)
            end
            local.get 3
            i32.const 65535
            i32.and
            i32.const 255
            i32.gt_u
            local.get 7
            i32.or
            br_if 1 (;@1;)
          end
          i32.const 0
          local.set 7
          i32.const 0
          local.set 4
          local.get 5
          local.set 10
          i32.const 0
          local.set 11
          i32.const 1
          local.set 1
          block ;; label = @2
            local.get 6
            i32.eqz
            br_if 0 (;@2;)
            i32.const 0
            local.set 4
            loop ;; label = @3
              block ;; label = @4
                local.get 5
                local.get 4
                i32.add
                i32.load8_u
                i32.const 46
                i32.ne
                br_if 0 (;@4;)
                local.get 5
                local.get 4
                i32.const 1
                i32.add
                local.tee 1
                i32.add
                local.set 10
                local.get 6
                local.get 1
                i32.sub
                local.set 11
                i32.const 0
                local.set 1
                br 2 (;@2;)
              end
              i32.const 1
              local.set 1
              local.get 6
              local.get 4
              i32.const 1
              i32.add
              local.tee 4
              i32.ne
              br_if 0 (;@3;)
            end
            local.get 6
            local.set 4
            local.get 5
            local.set 10
            local.get 6
            local.set 11
          end
          i32.const 0
          local.set 2
          block ;; label = @2
            loop ;; label = @3
              local.get 4
              local.get 2
              i32.eq
              br_if 1 (;@2;)
              i32.const 0
              local.set 8
              local.get 7
              i32.const 65535
              i32.and
              i32.const 10
              i32.mul
              local.tee 7
              i32.const 16
              i32.shr_u
              br_if 2 (;@1;)
              local.get 5
              local.get 2
              i32.add
              i32.load8_u
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              local.tee 9
              i32.const 9
              i32.gt_u
              br_if 2 (;@1;)
              local.get 2
              i32.const 1
              i32.add
              local.set 2
              local.get 7
              i32.const 65535
              i32.and
              local.get 9
              i32.add
              local.tee 7
              i32.const 65535
              i32.and
              local.get 7
              i32.eq
              br_if 0 (;@3;)
              br 2 (;@1;)
            end
          end
          i32.const 0
          local.set 8
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 4
                br_table 3 (;@1;) 0 (;@4;) 1 (;@3;)
              end
              local.get 7
              i32.const 65535
              i32.and
              i32.const 255
              i32.gt_u
              local.get 1
              i32.or
              i32.eqz
              br_if 1 (;@2;)
              br 2 (;@1;)
            end
            local.get 7
            i32.const 65535
            i32.and
            i32.const 255
            i32.gt_u
            local.get 5
            i32.load8_u
            i32.const 48
            i32.eq
            i32.or
            local.get 1
            i32.or
            br_if 1 (;@1;)
          end
          i32.const 0
          local.set 9
          i32.const 0
          local.set 4
          local.get 10
          local.set 6
          i32.const 0
          local.set 12
          i32.const 1
          local.set 1
          block ;; label = @2
            local.get 11
            i32.eqz
            br_if 0 (;@2;)
            i32.const 0
            local.set 4
            loop ;; label = @3
              block ;; label = @4
                local.get 10
                local.get 4
                i32.add
                i32.load8_u
                i32.const 46
                i32.ne
                br_if 0 (;@4;)
                local.get 10
                local.get 4
                i32.const 1
                i32.add
                local.tee 1
                i32.add
                local.set 6
                local.get 11
                local.get 1
                i32.sub
                local.set 12
                i32.const 0
                local.set 1
                br 2 (;@2;)
              end
              i32.const 1
              local.set 1
              local.get 11
              local.get 4
              i32.const 1
              i32.add
              local.tee 4
              i32.ne
              br_if 0 (;@3;)
            end
            local.get 11
            local.set 4
            local.get 10
            local.set 6
            local.get 11
            local.set 12
          end
          i32.const 0
          local.set 2
          block ;; label = @2
            loop ;; label = @3
              local.get 4
              local.get 2
              i32.eq
              br_if 1 (;@2;)
              i32.const 0
              local.set 8
              local.get 9
              i32.const 65535
              i32.and
              i32.const 10
              i32.mul
              local.tee 9
              i32.const 16
              i32.shr_u
              br_if 2 (;@1;)
              local.get 10
              local.get 2
              i32.add
              i32.load8_u
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              local.tee 5
              i32.const 9
              i32.gt_u
              br_if 2 (;@1;)
              local.get 2
              i32.const 1
              i32.add
              local.set 2
              local.get 9
              i32.const 65535
              i32.and
              local.get 5
              i32.add
              local.tee 9
              i32.const 65535
              i32.and
              local.get 9
              i32.eq
              br_if 0 (;@3;)
              br 2 (;@1;)
            end
          end
          i32.const 0
          local.set 8
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 4
                br_table 3 (;@1;) 0 (;@4;) 1 (;@3;)
              end
              local.get 9
              i32.const 65535
              i32.and
              i32.const 255
              i32.gt_u
              local.get 1
              i32.or
              i32.eqz
              br_if 1 (;@2;)
              br 2 (;@1;)
            end
            local.get 9
            i32.const 65535
            i32.and
            i32.const 255
            i32.gt_u
            local.get 10
            i32.load8_u
            i32.const 48
            i32.eq
            i32.or
            local.get 1
            i32.or
            br_if 1 (;@1;)
          end
          i32.const 0
          local.set 5
          i32.const 0
          local.set 4
          local.get 6
          local.set 13
          i32.const 0
          local.set 11
          i32.const 1
          local.set 1
          block ;; label = @2
            local.get 12
            i32.eqz
            br_if 0 (;@2;)
            i32.const 0
            local.set 4
            loop ;; label = @3
              block ;; label = @4
                local.get 6
                local.get 4
                i32.add
                i32.load8_u
                i32.const 46
                i32.ne
                br_if 0 (;@4;)
                local.get 6
                local.get 4
                i32.const 1
                i32.add
                local.tee 1
                i32.add
                local.set 13
                local.get 12
                local.get 1
                i32.sub
                local.set 11
                i32.const 0
                local.set 1
                br 2 (;@2;)
              end
              i32.const 1
              local.set 1
              local.get 12
              local.get 4
              i32.const 1
              i32.add
              local.tee 4
              i32.ne
              br_if 0 (;@3;)
            end
            local.get 12
            local.set 4
            local.get 6
            local.set 13
            local.get 12
            local.set 11
          end
          i32.const 0
          local.set 2
          block ;; label = @2
            loop ;; label = @3
              local.get 4
              local.get 2
              i32.eq
              br_if 1 (;@2;)
              i32.const 0
              local.set 8
              local.get 5
              i32.const 65535
              i32.and
              i32.const 10
              i32.mul
              local.tee 5
              i32.const 16
              i32.shr_u
              br_if 2 (;@1;)
              local.get 6
              local.get 2
              i32.add
              i32.load8_u
              i32.const -48
              i32.add
              i32.const 255
              i32.and
              local.tee 10
              i32.const 9
              i32.gt_u
              br_if 2 (;@1;)
              local.get 2
              i32.const 1
              i32.add
              local.set 2
              local.get 5
              i32.const 65535
              i32.and
              local.get 10
              i32.add
              local.tee 5
              i32.const 65535
              i32.and
              local.get 5
              i32.eq
              br_if 0 (;@3;)
              br 2 (;@1;)
            end
          end
          i32.const 0
          local.set 8
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 4
                br_table 3 (;@1;) 0 (;@4;) 1 (;@3;)
              end
              local.get 5
              i32.const 65535
              i32.and
              i32.const 255
              i32.le_u
              br_if 1 (;@2;)
              br 2 (;@1;)
            end
            local.get 5
            i32.const 65535
            i32.and
            i32.const 255
            i32.gt_u
            br_if 1 (;@1;)
            local.get 6
            i32.load8_u
            i32.const 255
            i32.and
            i32.const 48
            i32.eq
            br_if 1 (;@1;)
          end
          block ;; label = @2
            local.get 1
            i32.eqz
            br_if 0 (;@2;)
            local.get 0
            local.get 5
            i32.const 24
            i32.shl
            local.get 9
            i32.const 255
            i32.and
            i32.const 16
            i32.shl
            i32.or
            local.get 7
            i32.const 8
            i32.shl
            i32.const 65280
            i32.and
            i32.or
            local.get 3
            i32.const 255
            i32.and
            i32.or
            i32.store offset=1 align=1
            local.get 0
            i32.const 1
            i32.store8
            return
          end
          local.get 11
          i32.eqz
          br_if 0 (;@1;)
          i32.const 0
          local.set 8
          i32.const 0
          local.set 4
          loop ;; label = @2
            local.get 13
            local.get 4
            i32.add
            i32.load8_u
            i32.const 46
            i32.eq
            br_if 1 (;@1;)
            local.get 11
            local.get 4
            i32.const 1
            i32.add
            local.tee 4
            i32.ne
            br_if 0 (;@2;)
          end
        end
        local.get 0
        local.get 8
        i32.store8
      )
      (func (;19;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        global.get 0
        i32.const 16
        i32.sub
        local.tee 2
        global.set 0
        block ;; label = @1
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                block ;; label = @13
                                  block ;; label = @14
                                    block ;; label = @15
                                      block ;; label = @16
                                        block ;; label = @17
                                          block ;; label = @18
                                            local.get 0
                                            i32.load8_u
                                            i32.const 1
                                            i32.ne
                                            br_if 0 (;@18;)
                                            i32.const 8
                                            local.set 3
                                            local.get 0
                                            i32.load16_u offset=3 align=1
                                            local.set 4
                                            local.get 0
                                            i32.load16_u offset=1 align=1
                                            local.set 5
                                            local.get 0
                                            i32.load16_u offset=5 align=1
                                            local.set 6
                                            local.get 0
                                            i32.load16_u offset=7 align=1
                                            local.set 7
                                            local.get 0
                                            i32.load16_u offset=9 align=1
                                            local.set 8
                                            local.get 0
                                            i32.load16_u offset=11 align=1
                                            local.set 9
                                            local.get 0
                                            i32.load16_u offset=13 align=1
                                            local.set 10
                                            local.get 2
                                            local.get 0
                                            i32.load16_u offset=15 align=1
                                            local.tee 0
                                            i32.const 8
                                            i32.shl
                                            local.get 0
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 11
                                            i32.store16 offset=14
                                            local.get 2
                                            local.get 10
                                            i32.const 8
                                            i32.shl
                                            local.get 10
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 10
                                            i32.store16 offset=12
                                            local.get 2
                                            local.get 9
                                            i32.const 8
                                            i32.shl
                                            local.get 9
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 9
                                            i32.store16 offset=10
                                            local.get 2
                                            local.get 8
                                            i32.const 8
                                            i32.shl
                                            local.get 8
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 8
                                            i32.store16 offset=8
                                            local.get 2
                                            local.get 7
                                            i32.const 8
                                            i32.shl
                                            local.get 7
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 7
                                            i32.store16 offset=6
                                            local.get 2
                                            local.get 6
                                            i32.const 8
                                            i32.shl
                                            local.get 6
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 0
                                            i32.store16 offset=4
                                            local.get 2
                                            local.get 5
                                            i32.const 8
                                            i32.shl
                                            local.get 5
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 5
                                            i32.store16
                                            local.get 2
                                            local.get 4
                                            i32.const 8
                                            i32.shl
                                            local.get 4
                                            i32.const 8
                                            i32.shr_u
                                            i32.or
                                            local.tee 4
                                            i32.store16 offset=2
                                            local.get 4
                                            i32.const 65535
                                            i32.and
                                            br_if 1 (;@17;)
                                            block ;; label = @19
                                              local.get 0
                                              i32.const 65535
                                              i32.and
                                              br_if 0 (;@19;)
                                              i32.const 3
                                              local.set 3
                                              local.get 5
                                              i32.const 65535
                                              i32.and
                                              i32.const 0
                                              i32.ne
                                              local.tee 0
                                              local.set 4
                                              br 5 (;@14;)
                                            end
                                            i32.const 8
                                            i32.const 2
                                            local.get 5
                                            i32.const 65535
                                            i32.and
                                            local.tee 0
                                            select
                                            local.set 3
                                            i32.const 8
                                            i32.const 0
                                            local.get 0
                                            select
                                            local.set 4
                                            local.get 7
                                            i32.const 65535
                                            i32.and
                                            br_if 6 (;@12;)
                                            i32.const 3
                                            local.set 0
                                            br 5 (;@13;)
                                          end
                                          local.get 1
                                          local.get 0
                                          i32.load offset=1 align=1
                                          local.tee 4
                                          i32.const 255
                                          i32.and
                                          i32.const 10
                                          call 20
                                          br_if 1 (;@16;)
                                          br 2 (;@15;)
                                        end
                                        i32.const 3
                                        i32.const 2
                                        local.get 0
                                        i32.const 65535
                                        i32.and
                                        select
                                        local.set 0
                                        i32.const 8
                                        local.set 4
                                        br 2 (;@14;)
                                      end
                                      local.get 1
                                      i32.load offset=8
                                      local.tee 0
                                      local.get 1
                                      i32.load offset=4
                                      i32.ge_u
                                      br_if 0 (;@15;)
                                      local.get 1
                                      local.get 0
                                      i32.const 1
                                      i32.add
                                      i32.store offset=8
                                      local.get 1
                                      i32.load
                                      local.get 0
                                      i32.add
                                      i32.const 46
                                      i32.store8
                                      local.get 1
                                      local.get 4
                                      i32.const 65280
                                      i32.and
                                      i32.const 8
                                      i32.shr_u
                                      i32.const 10
                                      call 20
                                      i32.eqz
                                      br_if 0 (;@15;)
                                      local.get 1
                                      i32.load offset=8
                                      local.tee 0
                                      local.get 1
                                      i32.load offset=4
                                      i32.ge_u
                                      br_if 0 (;@15;)
                                      local.get 1
                                      local.get 0
                                      i32.const 1
                                      i32.add
                                      i32.store offset=8
                                      local.get 1
                                      i32.load
                                      local.get 0
                                      i32.add
                                      i32.const 46
                                      i32.store8
                                      local.get 1
                                      local.get 4
                                      i32.const 16
                                      i32.shr_u
                                      i32.const 255
                                      i32.and
                                      i32.const 10
                                      call 20
                                      i32.eqz
                                      br_if 0 (;@15;)
                                      local.get 1
                                      i32.load offset=8
                                      local.tee 5
                                      local.get 1
                                      i32.load offset=4
                                      i32.ge_u
                                      br_if 0 (;@15;)
                                      i32.const 1
                                      local.set 0
                                      local.get 1
                                      local.get 5
                                      i32.const 1
                                      i32.add
                                      i32.store offset=8
                                      local.get 1
                                      i32.load
                                      local.get 5
                                      i32.add
                                      i32.const 46
                                      i32.store8
                                      local.get 1
                                      local.get 4
                                      i32.const 24
                                      i32.shr_u
                                      i32.const 10
                                      call 20
                                      br_if 14 (;@1;)
                                    end
                                    i32.const 0
                                    local.set 0
                                    br 13 (;@1;)
                                  end
                                  local.get 7
                                  i32.const 65535
                                  i32.and
                                  br_if 1 (;@12;)
                                  block ;; label = @14
                                    local.get 0
                                    i32.const 3
                                    i32.ne
                                    br_if 0 (;@14;)
                                    i32.const 3
                                    local.set 0
                                    br 1 (;@13;)
                                  end
                                  local.get 0
                                  local.get 4
                                  i32.const 4
                                  local.get 0
                                  i32.sub
                                  local.get 3
                                  local.get 4
                                  i32.sub
                                  i32.gt_u
                                  local.tee 6
                                  select
                                  local.set 4
                                  i32.const 4
                                  local.get 3
                                  local.get 6
                                  select
                                  local.set 3
                                end
                                local.get 8
                                i32.const 65535
                                i32.and
                                i32.eqz
                                br_if 1 (;@11;)
                                i32.const 5
                                local.set 0
                                br 2 (;@10;)
                              end
                              local.get 8
                              i32.const 65535
                              i32.and
                              i32.eqz
                              br_if 2 (;@9;)
                              i32.const 5
                              local.set 0
                              br 1 (;@10;)
                            end
                            local.get 0
                            local.get 4
                            i32.const 5
                            local.get 0
                            i32.sub
                            local.get 3
                            local.get 4
                            i32.sub
                            i32.gt_u
                            local.tee 6
                            select
                            local.set 4
                            i32.const 5
                            local.get 3
                            local.get 6
                            select
                            local.set 3
                          end
                          local.get 9
                          i32.const 65535
                          i32.and
                          i32.eqz
                          br_if 1 (;@8;)
                          i32.const 6
                          local.set 0
                          br 3 (;@6;)
                        end
                        block ;; label = @9
                          local.get 9
                          i32.const 65535
                          i32.and
                          i32.eqz
                          br_if 0 (;@9;)
                          i32.const 6
                          local.set 0
                          br 3 (;@6;)
                        end
                        i32.const 4
                        local.set 0
                        br 1 (;@7;)
                      end
                      local.get 0
                      i32.const 4
                      i32.gt_u
                      br_if 2 (;@5;)
                    end
                    local.get 0
                    local.get 4
                    i32.const 6
                    local.get 0
                    i32.sub
                    local.get 3
                    local.get 4
                    i32.sub
                    i32.gt_u
                    local.tee 6
                    select
                    local.set 4
                    i32.const 6
                    local.get 3
                    local.get 6
                    select
                    local.set 3
                  end
                  local.get 10
                  i32.const 65535
                  i32.and
                  br_if 3 (;@2;)
                  local.get 0
                  i32.const 5
                  i32.le_u
                  br_if 1 (;@4;)
                  local.get 11
                  i32.const 65535
                  i32.and
                  br_if 3 (;@2;)
                  i32.const 6
                  local.set 0
                  br 2 (;@3;)
                end
                local.get 10
                i32.const 65535
                i32.and
                br_if 2 (;@2;)
                i32.const 5
                local.set 0
              end
              local.get 0
              local.get 4
              local.get 0
              i32.const 7
              i32.xor
              local.get 3
              local.get 4
              i32.sub
              i32.gt_u
              local.tee 6
              select
              local.set 4
              i32.const 7
              local.get 3
              local.get 6
              select
              local.set 3
              local.get 11
              i32.const 65535
              i32.and
              br_if 1 (;@2;)
            end
            local.get 0
            local.get 4
            i32.const 8
            local.get 0
            i32.sub
            local.get 3
            local.get 4
            i32.sub
            i32.gt_u
            local.tee 6
            select
            local.set 4
            i32.const 8
            local.get 3
            local.get 6
            select
            local.set 3
          end
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 4
                br_if 0 (;@4;)
                local.get 1
                i32.load offset=8
                local.tee 0
                local.get 1
                i32.load offset=4
                i32.ge_u
                br_if 2 (;@2;)
                local.get 1
                local.get 0
                i32.const 1
                i32.add
                i32.store offset=8
                local.get 1
                i32.load
                local.get 0
                i32.add
                i32.const 58
                i32.store8
                br 1 (;@3;)
              end
              local.get 1
              local.get 5
              i32.const 16
              call 20
              i32.eqz
              br_if 1 (;@2;)
            end
            i32.const 1
            local.set 0
            i32.const 2
            local.set 5
            loop ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          local.get 4
                          local.get 0
                          i32.eq
                          br_if 0 (;@9;)
                          local.get 3
                          local.get 0
                          i32.ne
                          br_if 1 (;@8;)
                        end
                        local.get 1
                        i32.load offset=8
                        local.tee 7
                        local.get 1
                        i32.load offset=4
                        local.tee 8
                        i32.ge_u
                        br_if 6 (;@2;)
                        local.get 1
                        local.get 7
                        i32.const 1
                        i32.add
                        local.tee 6
                        i32.store offset=8
                        local.get 1
                        i32.load
                        local.get 7
                        i32.add
                        i32.const 58
                        i32.store8
                        local.get 0
                        local.get 4
                        i32.lt_u
                        br_if 1 (;@7;)
                        local.get 0
                        local.get 3
                        i32.ge_u
                        br_if 1 (;@7;)
                        br 4 (;@4;)
                      end
                      block ;; label = @8
                        local.get 0
                        local.get 4
                        i32.lt_u
                        br_if 0 (;@8;)
                        local.get 0
                        local.get 3
                        i32.lt_u
                        br_if 4 (;@4;)
                      end
                      local.get 1
                      i32.load offset=8
                      local.set 6
                      local.get 1
                      i32.load offset=4
                      local.set 8
                      br 1 (;@6;)
                    end
                    local.get 3
                    local.get 0
                    i32.eq
                    br_if 1 (;@5;)
                  end
                  local.get 6
                  local.get 8
                  i32.ge_u
                  br_if 3 (;@2;)
                  local.get 1
                  local.get 6
                  i32.const 1
                  i32.add
                  i32.store offset=8
                  local.get 1
                  i32.load
                  local.get 6
                  i32.add
                  i32.const 58
                  i32.store8
                end
                local.get 1
                local.get 2
                local.get 5
                i32.add
                i32.load16_u
                i32.const 16
                call 20
                i32.eqz
                br_if 2 (;@2;)
              end
              local.get 0
              i32.const 1
              i32.add
              local.set 0
              local.get 5
              i32.const 2
              i32.add
              local.tee 5
              i32.const 16
              i32.ne
              br_if 0 (;@3;)
            end
            i32.const 1
            local.set 0
            local.get 3
            i32.const 8
            i32.ne
            br_if 1 (;@1;)
            local.get 4
            i32.const 8
            i32.ge_u
            br_if 1 (;@1;)
            i32.const 0
            local.set 0
            local.get 1
            i32.load offset=8
            local.tee 4
            local.get 1
            i32.load offset=4
            i32.ge_u
            br_if 1 (;@1;)
            i32.const 1
            local.set 0
            local.get 1
            local.get 4
            i32.const 1
            i32.add
            i32.store offset=8
            local.get 1
            i32.load
            local.get 4
            i32.add
            i32.const 58
            i32.store8
            br 1 (;@1;)
          end
          i32.const 0
          local.set 0
        end
        local.get 2
        i32.const 16
        i32.add
        global.set 0
        local.get 0
      )
      (func (;20;) (type 5) (param i32 i32 i32) (result i32)
        (local i32 i32)
        block ;; label = @1
          block ;; label = @2
            local.get 1
            i32.const 65535
            i32.and
            local.tee 3
            local.get 2
            i32.const 65535
            i32.and
            local.tee 4
            i32.lt_u
            br_if 0 (;@2;)
            local.get 0
            local.get 3
            local.get 4
            i32.div_u
            local.get 2
            call 20
            i32.eqz
            br_if 1 (;@1;)
          end
          local.get 0
          i32.load offset=8
          local.tee 3
          local.get 0
          i32.load offset=4
          i32.ge_u
          br_if 0 (;@1;)
          local.get 0
          local.get 3
          i32.const 1
          i32.add
          i32.store offset=8
          local.get 0
          i32.load
          local.get 3
          i32.add
          local.get 1
          i32.const 65535
          i32.and
          local.get 2
          i32.const 65535
          i32.and
          i32.rem_u
          local.tee 0
          i32.const 48
          i32.or
          local.get 0
          i32.const 87
          i32.add
          local.get 0
          i32.const 255
          i32.and
          i32.const 10
          i32.lt_u
          select
          i32.store8
          i32.const 1
          return
        end
        i32.const 0
      )
      (func (;21;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32)
        block ;; label = @1
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 1
                br_if 0 (;@4;)
                i32.const 0
                local.set 2
                br 1 (;@3;)
              end
              i32.const 0
              local.set 2
              local.get 1
              local.set 3
              loop ;; label = @4
                block ;; label = @5
                  local.get 1
                  local.get 2
                  i32.lt_u
                  br_if 0 (;@5;)
                  local.get 0
                  local.get 2
                  i32.add
                  local.set 4
                  block ;; label = @6
                    local.get 3
                    i32.const 4
                    i32.gt_u
                    br_if 0 (;@6;)
                    local.get 3
                    i32.const 2
                    i32.le_u
                    br_if 1 (;@5;)
                    local.get 4
                    i32.load8_u
                    i32.const 37
                    i32.ne
                    br_if 1 (;@5;)
                    local.get 4
                    i32.const 1
                    i32.add
                    i32.load8_u
                    i32.const 67
                    i32.ne
                    br_if 1 (;@5;)
                    local.get 4
                    i32.const 2
                    i32.add
                    i32.load8_u
                    i32.const 254
                    i32.and
                    i32.const 48
                    i32.ne
                    br_if 1 (;@5;)
                    i32.const 0
                    return
                  end
                  local.get 4
                  i32.load8_u
                  i32.const 37
                  i32.ne
                  br_if 0 (;@5;)
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          local.get 4
                          i32.const 1
                          i32.add
                          i32.load8_u
                          i32.const -50
                          i32.add
                          br_table 0 (;@9;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 4 (;@5;) 1 (;@8;) 4 (;@5;) 2 (;@7;) 3 (;@6;) 4 (;@5;)
                        end
                        local.get 4
                        i32.const 2
                        i32.add
                        i32.load8_u
                        i32.const 53
                        i32.ne
                        br_if 3 (;@5;)
                        block ;; label = @9
                          local.get 4
                          i32.const 3
                          i32.add
                          i32.load8_u
                          local.tee 5
                          i32.const -48
                          i32.add
                          i32.const 255
                          i32.and
                          i32.const 10
                          i32.lt_u
                          br_if 0 (;@9;)
                          local.get 5
                          i32.const -33
                          i32.and
                          i32.const -65
                          i32.add
                          i32.const 255
                          i32.and
                          i32.const 5
                          i32.gt_u
                          br_if 4 (;@5;)
                        end
                        i32.const 0
                        local.set 5
                        local.get 4
                        i32.const 4
                        i32.add
                        i32.load8_u
                        local.tee 4
                        i32.const -48
                        i32.add
                        i32.const 255
                        i32.and
                        i32.const 10
                        i32.lt_u
                        br_if 6 (;@2;)
                        local.get 4
                        i32.const -33
                        i32.and
                        i32.const -65
                        i32.add
                        i32.const 255
                        i32.and
                        i32.const 6
                        i32.ge_u
                        br_if 3 (;@5;)
                        br 6 (;@2;)
                      end
                      local.get 4
                      i32.const 2
                      i32.add
                      i32.load8_u
                      i32.const 254
                      i32.and
                      i32.const 48
                      i32.ne
                      br_if 2 (;@5;)
                      i32.const 0
                      return
                    end
                    local.get 4
                    i32.const 2
                    i32.add
                    i32.load8_u
                    i32.const 48
                    i32.ne
                    br_if 1 (;@5;)
                    local.get 4
                    i32.const 3
                    i32.add
                    i32.load8_u
                    i32.const 37
                    i32.ne
                    br_if 1 (;@5;)
                    local.get 4
                    i32.const 4
                    i32.add
                    i32.load8_u
                    i32.const 254
                    i32.and
                    i32.const 56
                    i32.ne
                    br_if 1 (;@5;)
                    i32.const 0
                    return
                  end
                  local.get 4
                  i32.const 2
                  i32.add
                  i32.load8_u
                  i32.const 48
                  i32.ne
                  br_if 0 (;@5;)
                  local.get 4
                  i32.const 3
                  i32.add
                  i32.load8_u
                  i32.const 37
                  i32.ne
                  br_if 0 (;@5;)
                  local.get 4
                  i32.const 4
                  i32.add
                  i32.load8_u
                  i32.const 56
                  i32.ne
                  br_if 0 (;@5;)
                  i32.const 0
                  return
                end
                local.get 3
                i32.const -1
                i32.add
                local.set 3
                local.get 1
                local.get 2
                i32.const 1
                i32.add
                local.tee 2
                i32.ne
                br_if 0 (;@4;)
              end
              local.get 0
              i32.const 0
              local.get 0
              local.get 1
              i32.const -1
              i32.add
              local.tee 3
              i32.add
              i32.load8_u
              i32.const 47
              i32.eq
              select
              local.set 2
            end
            block ;; label = @3
              local.get 3
              local.get 1
              local.get 2
              select
              local.tee 1
              br_if 0 (;@3;)
              i32.const 1
              return
            end
            local.get 2
            local.get 0
            local.get 2
            select
            local.tee 4
            local.get 1
            i32.add
            local.set 3
            i32.const 0
            local.set 2
            loop ;; label = @3
              local.get 4
              local.get 2
              i32.add
              i32.load8_u
              i32.const 47
              i32.eq
              br_if 2 (;@1;)
              i32.const 1
              local.set 5
              local.get 1
              local.get 2
              i32.const 1
              i32.add
              local.tee 2
              i32.ne
              br_if 0 (;@3;)
            end
          end
          local.get 5
          return
        end
        block ;; label = @1
          local.get 1
          local.get 2
          i32.const 1
          i32.add
          local.tee 2
          i32.sub
          local.tee 6
          br_if 0 (;@1;)
          i32.const 0
          return
        end
        local.get 4
        local.get 2
        i32.add
        local.set 7
        loop ;; label = @1
          local.get 7
          local.set 4
          i32.const 0
          local.set 2
          block ;; label = @2
            block ;; label = @3
              loop ;; label = @4
                local.get 4
                local.get 2
                i32.add
                i32.load8_u
                local.tee 0
                i32.const 47
                i32.eq
                br_if 1 (;@3;)
                local.get 4
                local.get 2
                i32.const 1
                i32.add
                local.tee 2
                i32.add
                local.get 3
                i32.ne
                br_if 0 (;@4;)
              end
              local.get 4
              local.set 7
              local.get 6
              local.set 2
              br 1 (;@2;)
            end
            local.get 4
            local.get 2
            i32.const 1
            i32.add
            local.tee 3
            i32.add
            local.set 7
            local.get 6
            local.get 3
            i32.sub
            local.set 6
          end
          block ;; label = @2
            local.get 2
            br_if 0 (;@2;)
            i32.const 1
            i32.const 1
            i32.xor
            return
          end
          i32.const 0
          local.set 3
          local.get 2
          local.set 1
          block ;; label = @2
            loop ;; label = @3
              block ;; label = @4
                local.get 2
                local.get 3
                i32.lt_u
                br_if 0 (;@4;)
                local.get 4
                local.get 3
                i32.add
                local.tee 5
                i32.load8_u
                i32.const 59
                i32.eq
                br_if 2 (;@2;)
                local.get 1
                i32.const 3
                i32.lt_u
                br_if 0 (;@4;)
                block ;; label = @5
                  block ;; label = @6
                    local.get 5
                    i32.load16_u align=1
                    local.tee 8
                    i32.const 8
                    i32.shl
                    local.get 8
                    i32.const 8
                    i32.shr_u
                    i32.or
                    i32.const 65535
                    i32.and
                    local.tee 8
                    i32.const 9523
                    i32.eq
                    br_if 0 (;@6;)
                    i32.const -1
                    i32.const 1
                    local.get 8
                    i32.const 9523
                    i32.gt_u
                    select
                    local.set 5
                    br 1 (;@5;)
                  end
                  i32.const 66
                  local.get 5
                  i32.const 2
                  i32.add
                  i32.load8_u
                  i32.sub
                  local.set 5
                end
                local.get 5
                i32.eqz
                br_if 2 (;@2;)
              end
              local.get 3
              i32.const 1
              i32.add
              local.set 3
              local.get 1
              i32.const -1
              i32.add
              local.tee 1
              br_if 0 (;@3;)
            end
            local.get 2
            local.set 3
          end
          block ;; label = @2
            local.get 3
            i32.const -1
            i32.add
            local.tee 3
            local.get 2
            i32.lt_u
            br_if 0 (;@2;)
            i32.const 1
            i32.const 1
            i32.xor
            return
          end
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    local.get 3
                    br_table 0 (;@6;) 1 (;@5;) 3 (;@3;)
                  end
                  local.get 4
                  i32.load8_u
                  local.tee 2
                  i32.const 46
                  i32.eq
                  local.set 3
                  local.get 0
                  i32.const 47
                  i32.ne
                  br_if 1 (;@4;)
                  local.get 2
                  i32.const 46
                  i32.eq
                  br_if 1 (;@4;)
                  br 3 (;@2;)
                end
                local.get 4
                i32.load8_u
                i32.const 46
                i32.ne
                br_if 1 (;@3;)
                local.get 4
                i32.load8_u offset=1
                local.tee 2
                i32.const 46
                i32.eq
                local.set 3
                local.get 0
                i32.const 47
                i32.ne
                br_if 0 (;@4;)
                local.get 2
                i32.const 46
                i32.ne
                br_if 2 (;@2;)
              end
              local.get 3
              i32.const 1
              i32.xor
              return
            end
            local.get 0
            i32.const 47
            i32.eq
            br_if 0 (;@2;)
            i32.const 0
            i32.const 1
            i32.xor
            return
          end
          local.get 7
          local.get 6
          i32.add
          local.set 3
          local.get 6
          br_if 0 (;@1;)
        end
        i32.const 1
        i32.const 1
        i32.xor
      )
      (func (;22;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32)
        block ;; label = @1
          local.get 1
          br_if 0 (;@1;)
          i32.const 1
          return
        end
        local.get 0
        local.get 1
        i32.add
        local.set 2
        loop (result i32) ;; label = @1
          i32.const 0
          local.set 3
          block ;; label = @2
            block ;; label = @3
              loop ;; label = @4
                local.get 0
                local.get 3
                i32.add
                i32.load8_u
                local.tee 4
                i32.const 47
                i32.eq
                br_if 1 (;@3;)
                local.get 0
                local.get 3
                i32.const 1
                i32.add
                local.tee 3
                i32.add
                local.get 2
                i32.ne
                br_if 0 (;@4;)
              end
              local.get 0
              local.set 5
              local.get 1
              local.set 3
              br 1 (;@2;)
            end
            local.get 0
            local.get 3
            i32.const 1
            i32.add
            local.tee 2
            i32.add
            local.set 5
            local.get 1
            local.get 2
            i32.sub
            local.set 1
          end
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 3
                i32.eqz
                br_if 0 (;@4;)
                i32.const -1
                local.set 2
                loop ;; label = @5
                  local.get 0
                  i32.const 1
                  i32.add
                  local.set 6
                  local.get 0
                  i32.load8_u
                  local.set 7
                  local.get 3
                  i32.const -1
                  i32.add
                  local.set 8
                  block ;; label = @6
                    block ;; label = @7
                      local.get 3
                      i32.const 2
                      i32.gt_u
                      br_if 0 (;@7;)
                      local.get 6
                      local.set 0
                      local.get 8
                      local.set 3
                      local.get 7
                      i32.const 46
                      i32.eq
                      br_if 1 (;@6;)
                      br 3 (;@4;)
                    end
                    local.get 6
                    i32.const 0
                    local.get 0
                    i32.const 3
                    i32.add
                    local.tee 9
                    local.get 0
                    i32.load16_u align=1
                    i32.const 12837
                    i32.xor
                    local.tee 10
                    local.get 0
                    i32.const 2
                    i32.add
                    i32.load8_u
                    local.tee 0
                    i32.const 101
                    i32.xor
                    i32.or
                    i32.const 65535
                    i32.and
                    select
                    local.get 7
                    i32.const 46
                    i32.eq
                    local.tee 7
                    select
                    local.tee 6
                    i32.const 0
                    local.get 9
                    local.get 10
                    local.get 0
                    i32.const 69
                    i32.xor
                    i32.or
                    i32.const 65535
                    i32.and
                    select
                    local.get 6
                    select
                    local.tee 0
                    i32.eqz
                    br_if 2 (;@4;)
                    local.get 8
                    local.get 3
                    i32.const -3
                    i32.add
                    local.tee 3
                    local.get 7
                    select
                    local.get 3
                    local.get 6
                    select
                    local.set 3
                  end
                  local.get 2
                  i32.const 1
                  i32.add
                  local.set 2
                  local.get 3
                  br_if 0 (;@5;)
                end
                local.get 2
                i32.const 2
                i32.lt_u
                local.set 3
                local.get 4
                i32.const 47
                i32.ne
                br_if 1 (;@3;)
                local.get 2
                i32.const 2
                i32.lt_u
                br_if 1 (;@3;)
                local.get 1
                br_if 2 (;@2;)
                i32.const 0
                local.set 3
                br 1 (;@3;)
              end
              i32.const 0
              local.set 3
              local.get 4
              i32.const 47
              i32.ne
              br_if 0 (;@3;)
              local.get 1
              br_if 1 (;@2;)
            end
            local.get 3
            i32.const 1
            i32.xor
            return
          end
          local.get 5
          local.get 1
          i32.add
          local.set 2
          local.get 5
          local.set 0
          br 0 (;@1;)
        end
      )
      (data (;0;) (i32.const 16384) "$A\00\00\03\00\00\00'A\00\00\04\00\00\00+A\00\00\04\00\00\00/A\00\00\03\00\00\002A\00\00\06\00\00\008A\00\00\07\00\00\00?A\00\00\07\00\00\00FA\00\00\05\00\00\00KA\00\00\05\00\00\00altarpacorphomeinternalintranetinvalidlanlocallocaldomainlocalhostonionprivatetest\00\00H@\00\00\03\00\00\00K@\00\00\04\00\00\00O@\00\00\04\00\00\00S@\00\00\04\00\00\00W@\00\00\08\00\00\00_@\00\00\08\00\00\00g@\00\00\07\00\00\00n@\00\00\03\00\00\00q@\00\00\05\00\00\00v@\00\00\0b\00\00\00\81@\00\00\09\00\00\00\8a@\00\00\05\00\00\00\8f@\00\00\07\00\00\00\96@\00\00\04\00\00\00pathquerymethodhttphttpsGETHEADPOSTPUTDELETECONNECTOPTIONSTRACEPATCHconnectionhosthttp2-settingskeep-alivetetransfer-encodingupgradex-http-methodx-http-method-overridex-method-overridex-original-urlx-rewrite-urlcontent-lengthconnecttrace")
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "memory" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (core instance (;1;) (instantiate 1
        (with "env" (instance 0))
      )
    )
    (alias export 1 "[method]outgoing-request.method" (func (;0;)))
    (core func (;1;) (canon lower (func 0) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.set-method" (func (;1;)))
    (core func (;2;) (canon lower (func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.scheme" (func (;2;)))
    (core func (;3;) (canon lower (func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.set-scheme" (func (;3;)))
    (core func (;4;) (canon lower (func 3) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.authority" (func (;4;)))
    (core func (;5;) (canon lower (func 4) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.set-authority" (func (;5;)))
    (core func (;6;) (canon lower (func 5) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.path-with-query" (func (;6;)))
    (core func (;7;) (canon lower (func 6) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.set-path-with-query" (func (;7;)))
    (core func (;8;) (canon lower (func 7) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]outgoing-request.headers" (func (;8;)))
    (core func (;9;) (canon lower (func 8) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]fields.entries" (func (;9;)))
    (core func (;10;) (canon lower (func 9) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "fields" (type (;23;)))
    (core func (;11;) (canon resource.drop 23))
    (core instance (;2;)
      (export "[method]outgoing-request.method" (func 1))
      (export "[method]outgoing-request.set-method" (func 2))
      (export "[method]outgoing-request.scheme" (func 3))
      (export "[method]outgoing-request.set-scheme" (func 4))
      (export "[method]outgoing-request.authority" (func 5))
      (export "[method]outgoing-request.set-authority" (func 6))
      (export "[method]outgoing-request.path-with-query" (func 7))
      (export "[method]outgoing-request.set-path-with-query" (func 8))
      (export "[method]outgoing-request.headers" (func 9))
      (export "[method]fields.entries" (func 10))
      (export "[resource-drop]fields" (func 11))
    )
    (core instance (;3;) (instantiate 2
        (with "env" (instance 0))
        (with "e" (instance 1))
        (with "wasi:http/types" (instance 2))
      )
    )
    (core func (;12;) (canon resource.drop 0))
    (core func (;13;) (canon resource.drop 1))
    (alias export 0 "handle" (func (;10;)))
    (core func (;14;) (canon lower (func 10) string-encoding=utf8 (memory 0) (realloc 0)))
    (core module (;3;)
      (type (;0;) (func (param i32)))
      (type (;1;) (func (param i32)))
      (type (;2;) (func (param i32 i32 i32 i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;4;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;5;) (func (param i32 i32 i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (import "h" "2" (func (;2;) (type 2)))
      (import "c" "handle" (func (;3;) (type 3)))
      (import "m" "r" (func (;4;) (type 4)))
      (import "m" "memory" (memory (;0;) 1 256))
      (import "m" "g" (global (;0;) (mut i32)))
      (export "f0" (func 5))
      (func (;5;) (type 5) (param i32 i32 i32) (result i32)
        i32.const 0
        local.get 0
        i32.store offset=32768
        i32.const 0
        local.get 1
        i32.store8 offset=32772
        local.get 1
        i32.const 1
        i32.eq
        if ;; label = @1
          i32.const 0
          local.get 2
          i32.store offset=32776
        end
        i32.const 32864
        i32.const 356
        i32.const 32768
        i32.const 32824
        call 3
        if ;; label = @1
          local.get 0
          local.get 1
          local.get 2
          i32.const 32784
          call 2
          i32.const 32784
          i32.const 33232
          global.set 0
          return
        end
        local.get 0
        call 0
        local.get 1
        i32.const 1
        i32.eq
        if ;; label = @1
          local.get 2
          call 1
        end
        i32.const 32824
        i32.const 33232
        global.set 0
      )
    )
    (core instance (;4;)
      (export "0" (func 12))
      (export "1" (func 13))
      (export "2" (func 14))
    )
    (core instance (;5;) (instantiate 3
        (with "h" (instance 4))
        (with "m" (instance 0))
        (with "e" (instance 1))
        (with "c" (instance 3))
      )
    )
    (type (;24;) (own 19))
    (type (;25;) (own 20))
    (type (;26;) (option 25))
    (type (;27;) (own 21))
    (type (;28;) (result 27 (error 22)))
    (type (;29;) (func (param "request" 24) (param "options" 26) (result 28)))
    (alias core export 5 "f0" (core func (;15;)))
    (func (;11;) (type 29) (canon lift (core func 15) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;12;) "handle" (func 11) (func (type 29)))
  )
  (alias export 3 "outgoing-request" (type (;14;)))
  (alias export 3 "request-options" (type (;15;)))
  (alias export 3 "future-incoming-response" (type (;16;)))
  (alias export 3 "DNS-error-payload" (type (;17;)))
  (alias export 3 "TLS-alert-received-payload" (type (;18;)))
  (alias export 3 "field-size-payload" (type (;19;)))
  (alias export 3 "error-code" (type (;20;)))
  (instance (;6;) (instantiate 1
      (with "t0" (type 14))
      (with "t1" (type 15))
      (with "t2" (type 16))
      (with "t3" (type 17))
      (with "t4" (type 18))
      (with "t5" (type 19))
      (with "t6" (type 20))
      (with "i0" (instance 4))
      (with "i1" (instance 3))
    )
  )
  (component (;2;)
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
    (type (;0;) (tuple string string))
    (type (;1;) (list 0))
    (type (;2;) (func (result 1)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 2) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-environment" (func 0) (func (type 2)))
  )
  (instance (;7;) (instantiate 2))
  (component (;3;)
    (core module (;0;)
      (type (;0;) (func (param i32)))
      (export "f0" (func 0))
      (func (;0;) (type 0) (param i32)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (type (;0;) (result))
    (type (;1;) (func (param "status" 0)))
    (alias core export 0 "f0" (core func (;0;)))
    (func (;0;) (type 1) (canon lift (core func 0)))
    (export (;1;) "exit" (func 0) (func (type 1)))
  )
  (instance (;8;) (instantiate 3))
  (component (;4;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "input-stream" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (export "f0" (func 0))
      (func (;0;) (type 0) (result i32)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (type (;2;) (own 1))
    (type (;3;) (func (result 2)))
    (alias core export 0 "f0" (core func (;0;)))
    (func (;0;) (type 3) (canon lift (core func 0)))
    (export (;1;) "get-stdin" (func 0) (func (type 3)))
  )
  (alias export 2 "input-stream" (type (;21;)))
  (instance (;9;) (instantiate 4
      (with "t0" (type 21))
    )
  )
  (component (;5;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "terminal-input" (type 0))
  )
  (instance (;10;) (instantiate 5))
  (component (;6;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "terminal-output" (type 0))
  )
  (instance (;11;) (instantiate 6))
  (component (;7;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "terminal-input" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-terminal-stdin))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-terminal-stdin (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
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
      (func $"caplink: no call to this function was found; link again with --demand imports" (;2;) (type 2)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;2;) (own 1))
    (type (;3;) (option 2))
    (type (;4;) (func (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-terminal-stdin" (func 0) (func (type 4)))
  )
  (alias export 10 "terminal-input" (type (;22;)))
  (instance (;12;) (instantiate 7
      (with "t0" (type 22))
    )
  )
  (component (;8;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "terminal-output" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-terminal-stdout))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-terminal-stdout (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
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
      (func $"caplink: no call to this function was found; link again with --demand imports" (;2;) (type 2)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;2;) (own 1))
    (type (;3;) (option 2))
    (type (;4;) (func (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-terminal-stdout" (func 0) (func (type 4)))
  )
  (alias export 11 "terminal-output" (type (;23;)))
  (instance (;13;) (instantiate 8
      (with "t0" (type 23))
    )
  )
  (component (;9;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "terminal-output" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-terminal-stderr))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-terminal-stderr (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
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
      (func $"caplink: no call to this function was found; link again with --demand imports" (;2;) (type 2)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;2;) (own 1))
    (type (;3;) (option 2))
    (type (;4;) (func (result 3)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 4) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-terminal-stderr" (func 0) (func (type 4)))
  )
  (alias export 11 "terminal-output" (type (;24;)))
  (instance (;14;) (instantiate 9
      (with "t0" (type 24))
    )
  )
  (component (;10;)
    (@custom "the agent: 83462 bytes, sha256 2d09372092ed97c5f91b19025b58bf4599250c36f20dbfcfd92a07c4fdab54d9" "")
  )
  (instance (;15;) (instantiate 10
      (with "wasi:io/poll@0.2.12" (instance 0))
      (with "wasi:io/error@0.2.12" (instance 1))
      (with "wasi:io/streams@0.2.12" (instance 5))
      (with "wasi:http/types@0.2.12" (instance 3))
      (with "wasi:http/outgoing-handler@0.2.12" (instance 6))
      (with "wasi:cli/environment@0.2.6" (instance 7))
      (with "wasi:cli/exit@0.2.6" (instance 8))
      (with "wasi:cli/stdin@0.2.6" (instance 9))
      (with "wasi:cli/stdout@0.2.6" (instance 5))
      (with "wasi:cli/stderr@0.2.6" (instance 5))
      (with "wasi:cli/terminal-input@0.2.6" (instance 10))
      (with "wasi:cli/terminal-output@0.2.6" (instance 11))
      (with "wasi:cli/terminal-stdin@0.2.6" (instance 12))
      (with "wasi:cli/terminal-stdout@0.2.6" (instance 13))
      (with "wasi:cli/terminal-stderr@0.2.6" (instance 14))
    )
  )
  (alias export 15 "run" (func (;0;)))
  (export (;1;) "run" (func 0))
  (@custom "caplink: a copy of the lockfile, 16951 bytes" "")
)
