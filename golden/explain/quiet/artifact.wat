(component
  (type (;0;)
    (instance
      (type (;0;) (tuple string string))
      (type (;1;) (list 0))
      (type (;2;) (func (result 1)))
      (export (;0;) "get-environment" (func (type 2)))
    )
  )
  (import "wasi:cli/environment@0.2.12" (instance (;0;) (type 0)))
  (component (;0;)
    (type (;0;) (record (field "seconds" u64) (field "nanoseconds" u32)))
    (export (;1;) "datetime" (type 0))
  )
  (instance (;1;) (instantiate 0))
  (component (;1;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "descriptor" (type 0))
    (type (;2;) (enum "unknown" "block-device" "character-device" "directory" "fifo" "symbolic-link" "regular-file" "socket"))
    (export (;3;) "descriptor-type" (type 2))
    (type (;4;) u64)
    (export (;5;) "link-count" (type 4))
    (type (;6;) u64)
    (export (;7;) "filesize" (type 6))
    (type (;8;) (record (field "seconds" u64) (field "nanoseconds" u32)))
    (export (;9;) "datetime" (type 8))
    (type (;10;) (option 9))
    (type (;11;) (record (field "type" 3) (field "link-count" 5) (field "size" 7) (field "data-access-timestamp" 10) (field "data-modification-timestamp" 10) (field "status-change-timestamp" 10)))
    (export (;12;) "descriptor-stat" (type 11))
    (type (;13;) (enum "access" "would-block" "already" "bad-descriptor" "busy" "deadlock" "quota" "exist" "file-too-large" "illegal-byte-sequence" "in-progress" "interrupted" "invalid" "io" "is-directory" "loop" "too-many-links" "message-size" "name-too-long" "no-device" "no-entry" "no-lock" "insufficient-memory" "insufficient-space" "not-directory" "not-empty" "not-recoverable" "unsupported" "no-tty" "no-such-device" "overflow" "not-permitted" "pipe" "read-only" "invalid-seek" "text-file-busy" "cross-device"))
    (export (;14;) "error-code" (type 13))
    (core module (;0;)
      (type (;0;) (func (param i32) (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $"[method]descriptor.stat"))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $"[method]descriptor.stat" (;0;) (type 0) (param i32) (result i32)
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
    (type (;15;) (borrow 1))
    (type (;16;) (result 12 (error 14)))
    (type (;17;) (func (param "self" 15) (result 16)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 17) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "[method]descriptor.stat" (func 0) (func (type 17)))
  )
  (instance (;2;) (instantiate 1))
  (component (;2;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "descriptor" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $get-directories))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $get-directories (;0;) (type 0) (result i32)
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
    (type (;3;) (tuple 2 string))
    (type (;4;) (list 3))
    (type (;5;) (func (result 4)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 5) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "get-directories" (func 0) (func (type 5)))
  )
  (alias export 2 "descriptor" (type (;1;)))
  (instance (;3;) (instantiate 2
      (with "t0" (type 1))
    )
  )
  (component (;3;)
    (type (;0;) (resource (rep i32)))
    (export (;1;) "fields" (type 0))
    (export (;2;) "headers" (type 1))
    (type (;3;) (resource (rep i32)))
    (export (;4;) "outgoing-request" (type 3))
    (type (;5;) (variant (case "HTTP") (case "HTTPS") (case "other" string)))
    (export (;6;) "scheme" (type 5))
    (type (;7;) (resource (rep i32)))
    (export (;8;) "future-incoming-response" (type 7))
    (type (;9;) (resource (rep i32)))
    (export (;10;) "request-options" (type 9))
    (type (;11;) (option string))
    (type (;12;) (option u16))
    (type (;13;) (record (field "rcode" 11) (field "info-code" 12)))
    (export (;14;) "DNS-error-payload" (type 13))
    (type (;15;) (option u8))
    (type (;16;) (record (field "alert-id" 15) (field "alert-message" 11)))
    (export (;17;) "TLS-alert-received-payload" (type 16))
    (type (;18;) (option u32))
    (type (;19;) (record (field "field-name" 11) (field "field-size" 18)))
    (export (;20;) "field-size-payload" (type 19))
    (type (;21;) (option u64))
    (type (;22;) (option 20))
    (type (;23;) (variant (case "DNS-timeout") (case "DNS-error" 14) (case "destination-not-found") (case "destination-unavailable") (case "destination-IP-prohibited") (case "destination-IP-unroutable") (case "connection-refused") (case "connection-terminated") (case "connection-timeout") (case "connection-read-timeout") (case "connection-write-timeout") (case "connection-limit-reached") (case "TLS-protocol-error") (case "TLS-certificate-error") (case "TLS-alert-received" 17) (case "HTTP-request-denied") (case "HTTP-request-length-required") (case "HTTP-request-body-size" 21) (case "HTTP-request-method-invalid") (case "HTTP-request-URI-invalid") (case "HTTP-request-URI-too-long") (case "HTTP-request-header-section-size" 18) (case "HTTP-request-header-size" 22) (case "HTTP-request-trailer-section-size" 18) (case "HTTP-request-trailer-size" 20) (case "HTTP-response-incomplete") (case "HTTP-response-header-section-size" 18) (case "HTTP-response-header-size" 20) (case "HTTP-response-body-size" 21) (case "HTTP-response-trailer-section-size" 18) (case "HTTP-response-trailer-size" 20) (case "HTTP-response-transfer-coding" 11) (case "HTTP-response-content-coding" 11) (case "HTTP-response-timeout") (case "HTTP-upgrade-failed") (case "HTTP-protocol-error") (case "loop-detected") (case "configuration-error") (case "internal-error" 11)))
    (export (;24;) "error-code" (type 23))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32) (result i32)))
      (type (;2;) (func (param i32 i32 i32 i32 i32) (result i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;4;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;5;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $"[constructor]fields"))
      (export "f1" (func $"[constructor]outgoing-request"))
      (export "f2" (func $"[method]outgoing-request.set-scheme"))
      (export "f3" (func $"[method]outgoing-request.set-authority"))
      (export "r" (func 4))
      (export "m" (memory 0))
      (func $"[constructor]fields" (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func $"[constructor]outgoing-request" (;1;) (type 1) (param i32) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func $"[method]outgoing-request.set-scheme" (;2;) (type 2) (param i32 i32 i32 i32 i32) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func $"[method]outgoing-request.set-authority" (;3;) (type 3) (param i32 i32 i32 i32) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func (;4;) (type 4) (param i32 i32 i32 i32) (result i32)
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
      (func $"caplink: no call to this function was found; link again with --demand imports" (;5;) (type 5)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "m" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (type (;25;) (own 1))
    (type (;26;) (func (result 25)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 26) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "[constructor]fields" (func 0) (func (type 26)))
    (type (;27;) (own 2))
    (type (;28;) (own 4))
    (type (;29;) (func (param "headers" 27) (result 28)))
    (alias core export 0 "f1" (core func (;2;)))
    (func (;2;) (type 29) (canon lift (core func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;3;) "[constructor]outgoing-request" (func 2) (func (type 29)))
    (type (;30;) (borrow 4))
    (type (;31;) (option 6))
    (type (;32;) (result))
    (type (;33;) (func (param "self" 30) (param "scheme" 31) (result 32)))
    (alias core export 0 "f2" (core func (;3;)))
    (func (;4;) (type 33) (canon lift (core func 3) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "[method]outgoing-request.set-scheme" (func 4) (func (type 33)))
    (type (;34;) (func (param "self" 30) (param "authority" 11) (result 32)))
    (alias core export 0 "f3" (core func (;4;)))
    (func (;6;) (type 34) (canon lift (core func 4) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;7;) "[method]outgoing-request.set-authority" (func 6) (func (type 34)))
  )
  (instance (;4;) (instantiate 3))
  (component (;4;)
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
    (export (;17;) "outgoing-request" (type 0))
    (export (;18;) "request-options" (type 1))
    (export (;19;) "future-incoming-response" (type 2))
    (export (;20;) "error-code" (type 16))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i32) (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $handle))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $handle (;0;) (type 0) (param i32 i32 i32) (result i32)
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
    (type (;21;) (own 17))
    (type (;22;) (own 18))
    (type (;23;) (option 22))
    (type (;24;) (own 19))
    (type (;25;) (result 24 (error 20)))
    (type (;26;) (func (param "request" 21) (param "options" 23) (result 25)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 26) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "handle" (func 0) (func (type 26)))
  )
  (alias export 4 "outgoing-request" (type (;2;)))
  (alias export 4 "request-options" (type (;3;)))
  (alias export 4 "future-incoming-response" (type (;4;)))
  (alias export 4 "DNS-error-payload" (type (;5;)))
  (alias export 4 "TLS-alert-received-payload" (type (;6;)))
  (alias export 4 "field-size-payload" (type (;7;)))
  (alias export 4 "error-code" (type (;8;)))
  (instance (;5;) (instantiate 4
      (with "t0" (type 2))
      (with "t1" (type 3))
      (with "t2" (type 4))
      (with "t3" (type 5))
      (with "t4" (type 6))
      (with "t5" (type 7))
      (with "t6" (type 8))
    )
  )
  (component (;5;)
    (type (;0;) (enum "ipv4" "ipv6"))
    (export (;1;) "ip-address-family" (type 0))
    (type (;2;) (enum "unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory" "timeout" "concurrency-conflict" "not-in-progress" "would-block" "invalid-state" "new-socket-limit" "address-not-bindable" "address-in-use" "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted" "datagram-too-large" "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"))
    (export (;3;) "error-code" (type 2))
    (type (;4;) (resource (rep i32)))
    (export (;5;) "network" (type 4))
    (type (;6;) (tuple u8 u8 u8 u8))
    (export (;7;) "ipv4-address" (type 6))
    (type (;8;) (record (field "port" u16) (field "address" 7)))
    (export (;9;) "ipv4-socket-address" (type 8))
    (type (;10;) (tuple u16 u16 u16 u16 u16 u16 u16 u16))
    (export (;11;) "ipv6-address" (type 10))
    (type (;12;) (record (field "port" u16) (field "flow-info" u32) (field "address" 11) (field "scope-id" u32)))
    (export (;13;) "ipv6-socket-address" (type 12))
    (type (;14;) (variant (case "ipv4" 9) (case "ipv6" 13)))
    (export (;15;) "ip-socket-address" (type 14))
  )
  (instance (;6;) (instantiate 5))
  (component (;6;)
    (import "t0" (type (;0;) (sub resource)))
    (export (;1;) "network" (type 0))
    (core module (;0;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func))
      (export "f0" (func $instance-network))
      (func $instance-network (;0;) (type 0) (result i32)
        call $"caplink: no call to this function was found; link again with --demand imports"
        unreachable
      )
      (func $"caplink: no call to this function was found; link again with --demand imports" (;1;) (type 1)
        unreachable
      )
    )
    (core instance (;0;) (instantiate 0))
    (type (;2;) (own 1))
    (type (;3;) (func (result 2)))
    (alias core export 0 "f0" (core func (;0;)))
    (func (;0;) (type 3) (canon lift (core func 0)))
    (export (;1;) "instance-network" (func 0) (func (type 3)))
  )
  (alias export 6 "network" (type (;9;)))
  (instance (;7;) (instantiate 6
      (with "t0" (type 9))
    )
  )
  (component (;7;)
    (import "t0" (type (;0;) (sub resource)))
    (type (;1;) (tuple u8 u8 u8 u8))
    (import "t1" (type (;2;) (eq 1)))
    (type (;3;) (record (field "port" u16) (field "address" 2)))
    (import "t2" (type (;4;) (eq 3)))
    (type (;5;) (tuple u16 u16 u16 u16 u16 u16 u16 u16))
    (import "t3" (type (;6;) (eq 5)))
    (type (;7;) (record (field "port" u16) (field "flow-info" u32) (field "address" 6) (field "scope-id" u32)))
    (import "t4" (type (;8;) (eq 7)))
    (type (;9;) (variant (case "ipv4" 4) (case "ipv6" 8)))
    (import "t5" (type (;10;) (eq 9)))
    (type (;11;) (resource (rep i32)))
    (export (;12;) "tcp-socket" (type 11))
    (export (;13;) "network" (type 0))
    (export (;14;) "ip-socket-address" (type 10))
    (type (;15;) (enum "unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory" "timeout" "concurrency-conflict" "not-in-progress" "would-block" "invalid-state" "new-socket-limit" "address-not-bindable" "address-in-use" "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted" "datagram-too-large" "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"))
    (export (;16;) "error-code" (type 15))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $"[method]tcp-socket.start-connect"))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $"[method]tcp-socket.start-connect" (;0;) (type 0) (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
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
    (type (;17;) (borrow 12))
    (type (;18;) (borrow 13))
    (type (;19;) (result (error 16)))
    (type (;20;) (func (param "self" 17) (param "network" 18) (param "remote-address" 14) (result 19)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 20) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "[method]tcp-socket.start-connect" (func 0) (func (type 20)))
  )
  (alias export 6 "network" (type (;10;)))
  (alias export 6 "ipv4-address" (type (;11;)))
  (alias export 6 "ipv4-socket-address" (type (;12;)))
  (alias export 6 "ipv6-address" (type (;13;)))
  (alias export 6 "ipv6-socket-address" (type (;14;)))
  (alias export 6 "ip-socket-address" (type (;15;)))
  (instance (;8;) (instantiate 7
      (with "t0" (type 10))
      (with "t1" (type 11))
      (with "t2" (type 12))
      (with "t3" (type 13))
      (with "t4" (type 14))
      (with "t5" (type 15))
    )
  )
  (component (;8;)
    (import "t0" (type (;0;) (sub resource)))
    (type (;1;) (enum "ipv4" "ipv6"))
    (export (;2;) "ip-address-family" (type 1))
    (export (;3;) "tcp-socket" (type 0))
    (type (;4;) (enum "unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory" "timeout" "concurrency-conflict" "not-in-progress" "would-block" "invalid-state" "new-socket-limit" "address-not-bindable" "address-in-use" "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted" "datagram-too-large" "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"))
    (export (;5;) "error-code" (type 4))
    (core module (;0;)
      (type (;0;) (func (param i32) (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;2;) (func))
      (memory (;0;) 1 256)
      (global (;0;) (mut i32) i32.const 16)
      (export "f0" (func $create-tcp-socket))
      (export "r" (func 1))
      (export "m" (memory 0))
      (func $create-tcp-socket (;0;) (type 0) (param i32) (result i32)
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
    (type (;6;) (own 3))
    (type (;7;) (result 6 (error 5)))
    (type (;8;) (func (param "address-family" 2) (result 7)))
    (alias core export 0 "f0" (core func (;1;)))
    (func (;0;) (type 8) (canon lift (core func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;1;) "create-tcp-socket" (func 0) (func (type 8)))
  )
  (alias export 8 "tcp-socket" (type (;16;)))
  (instance (;9;) (instantiate 8
      (with "t0" (type 16))
    )
  )
  (component (;9;)
    (@custom "the agent: 14383 bytes, sha256 811ad7352af6cc32c279732f22623331c36060e2e802a1bddd0616478f817173" "")
  )
  (instance (;10;) (instantiate 9
      (with "wasi:cli/environment@0.2.12" (instance 0))
      (with "wasi:clocks/wall-clock@0.2.12" (instance 1))
      (with "wasi:filesystem/types@0.2.12" (instance 2))
      (with "wasi:filesystem/preopens@0.2.12" (instance 3))
      (with "wasi:http/types@0.2.12" (instance 4))
      (with "wasi:http/outgoing-handler@0.2.12" (instance 5))
      (with "wasi:sockets/network@0.2.12" (instance 6))
      (with "wasi:sockets/instance-network@0.2.12" (instance 7))
      (with "wasi:sockets/tcp@0.2.12" (instance 8))
      (with "wasi:sockets/tcp-create-socket@0.2.12" (instance 9))
    )
  )
  (alias export 10 "home" (func (;0;)))
  (export (;1;) "home" (func 0))
  (@custom "caplink: a copy of the lockfile, 9518 bytes" "")
)
