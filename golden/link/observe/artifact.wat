(component
  (type (;0;)
    (instance
      (type (;0;) (result string (error string)))
      (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
      (export (;0;) "charge" (func (type 1)))
      (type (;2;) (func (param "x" u32) (result u32)))
      (export (;1;) "ping" (func (type 2)))
    )
  )
  (import "acme:pay/api" (instance (;0;) (type 0)))
  (type (;1;)
    (instance
      (export (;0;) "error" (type (sub resource)))
    )
  )
  (import "wasi:io/error@0.2.0" (instance (;1;) (type 1)))
  (alias export 1 "error" (type (;2;)))
  (type (;3;)
    (instance
      (export (;0;) "output-stream" (type (sub resource)))
      (alias outer 1 2 (type (;1;)))
      (export (;2;) "error" (type (eq 1)))
      (type (;3;) (own 2))
      (type (;4;) (variant (case "last-operation-failed" 3) (case "closed")))
      (export (;5;) "stream-error" (type (eq 4)))
      (type (;6;) (borrow 0))
      (type (;7;) (list u8))
      (type (;8;) (result (error 5)))
      (type (;9;) (func (param "self" 6) (param "contents" 7) (result 8)))
      (export (;0;) "[method]output-stream.blocking-write-and-flush" (func (type 9)))
    )
  )
  (import "wasi:io/streams@0.2.0" (instance (;2;) (type 3)))
  (alias export 2 "output-stream" (type (;4;)))
  (type (;5;)
    (instance
      (alias outer 1 4 (type (;0;)))
      (export (;1;) "output-stream" (type (eq 0)))
      (type (;2;) (own 1))
      (type (;3;) (func (result 2)))
      (export (;0;) "get-stderr" (func (type 3)))
    )
  )
  (import "wasi:cli/stderr@0.2.0" (instance (;3;) (type 5)))
  (component (;0;)
    (import "t0" (type (;0;) (sub resource)))
    (import "t1" (type (;1;) (sub resource)))
    (type (;2;)
      (instance
        (type (;0;) (result string (error string)))
        (type (;1;) (func (param "account" string) (param "cents" u64) (result 0)))
        (export (;0;) "charge" (func (type 1)))
        (type (;2;) (func (param "x" u32) (result u32)))
        (export (;1;) "ping" (func (type 2)))
      )
    )
    (import "i0" (instance (;0;) (type 2)))
    (type (;3;)
      (instance
        (alias outer 1 0 (type (;0;)))
        (export (;1;) "output-stream" (type (eq 0)))
        (alias outer 1 1 (type (;2;)))
        (export (;3;) "error" (type (eq 2)))
        (type (;4;) (own 3))
        (type (;5;) (variant (case "last-operation-failed" 4) (case "closed")))
        (export (;6;) "stream-error" (type (eq 5)))
        (type (;7;) (borrow 1))
        (type (;8;) (list u8))
        (type (;9;) (result (error 6)))
        (type (;10;) (func (param "self" 7) (param "contents" 8) (result 9)))
        (export (;0;) "[method]output-stream.blocking-write-and-flush" (func (type 10)))
      )
    )
    (import "i1" (instance (;1;) (type 3)))
    (type (;4;)
      (instance
        (alias outer 1 0 (type (;0;)))
        (export (;1;) "output-stream" (type (eq 0)))
        (type (;2;) (own 1))
        (type (;3;) (func (result 2)))
        (export (;0;) "get-stderr" (func (type 3)))
      )
    )
    (import "i2" (instance (;2;) (type 4)))
    (core module (;0;)
      (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
      (memory (;0;) 3 65536)
      (global (;0;) (mut i32) i32.const 148192)
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
      (data (;0;) (i32.const 147488) "\01\00\00\00,@\02\00\0d\00\00\00access denied\00\00\00\00\00\00\00cgt1\80\00\00\00\04\00\00\00\bc\00\00\00\cc\00\00\00\d4\00\00\00\e0\00\00\00\05\01\01\80\08\00\00\00\19%\02\80\1c\00\00\00\01\00\00\00\88\00\00\00!\01\03\80$\00\00\00\01\00\00\00\80\00\00\00\0a\00\01\80\00\00\00\00\19*\02\80D\00\00\00\01\00\00\00\84\00\00\00$\01\03\80L\00\00\00\01\00\00\00\01\00\00\00\8c\00\00\00\1b\01\04\80\02\00\00\004\00\00\00\5c\00\00\00\94\00\00\00\a4\00\00\00\ab\00\00\00\b0\00\00\00\b9\00\00\00\00\00\00\00\00\00\00\80\e7\03\00\00\00\00\00\00accountcentscustomer-\00\00\00\01\00\00\00\1c\00\00\00\01\00\00\00p\00\00\00\00\00\00\00\00\00\00\00\01\00\00\00\c8\00\00\00\00\00\00\00\00\00\00\00\d4\00\00\00\00\00\00\00\00\00\00\00crd1X\00\00\00\04\00\00\00\1c\00\00\00$\00\00\00\00\00\00\00<\00\00\00\14\0a\01\80X\00\00\00\14\0a\01\80d\00\00\00\0a\00\01\80\00\00\00\00\05\01\01\80\08\00\00\00\0f\01\02\80\00\00\00\00\02\00\00\00\5c\00\00\00,\00\00\00`\00\00\004\00\00\00l\00\00\00\a9\00\00\00\b0\00\00\00\b5\00\00\00\e2\00\00\00\22symbol\22:\22acme:pay/api#charge\22,\22action\22:\22acme:pay/api#charge\22accountcents{\22type\22:\22Wit::Interface\22,\22id\22:\22acme:pay/api\22}\00\00\00\00\00\00crf1H\00\00\00\03\00\00\00\1c\00\00\00$\00\00\00\00\00\00\004\00\00\00\14\0a\01\80H\00\00\00\14\0a\01\80P\00\00\00\04\04\01\80\00\00\00\00\0f\00\02\80\00\00\00\00\01\00\00\00L\00\00\00,\00\00\00X\00\00\00\91\00\00\00\92\00\00\00\bf\00\00\00\22symbol\22:\22acme:pay/api#ping\22,\22action\22:\22acme:pay/api#ping\22x{\22type\22:\22Wit::Interface\22,\22id\22:\22acme:pay/api\22}\00")
    )
    (core module (;1;)
      (@custom "the engine: 6372 bytes, sha256 15704af1b91294b6460a7799185ad34557ba7b5db03e0851bb5a582a303f1b08" (before first) "")
    )
    (core module (;2;)
      (type (;0;) (func (result i32)))
      (type (;1;) (func (param i32 i32 i32 i32)))
      (type (;2;) (func (param i32)))
      (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;4;) (func (param i32 i64 i64 i64 i64)))
      (type (;5;) (func (param i32 i32)))
      (type (;6;) (func (param i32 i32) (result i32)))
      (type (;7;) (func (param i32 i32 i32)))
      (type (;8;) (func (param i32 i32 i32) (result i32)))
      (type (;9;) (func (param i32 i64) (result i32)))
      (type (;10;) (func (param i32 i64 i32) (result i32)))
      (type (;11;) (func))
      (type (;12;) (func (param i32) (result i32)))
      (import "env" "memory" (memory (;0;) 3))
      (import "wasi:cli/stderr" "get-stderr" (func (;0;) (type 0)))
      (import "wasi:io/streams" "[method]output-stream.blocking-write-and-flush" (func (;1;) (type 1)))
      (import "wasi:io/error" "[resource-drop]error" (func (;2;) (type 2)))
      (import "wasi:io/streams" "[resource-drop]output-stream" (func (;3;) (type 2)))
      (import "e" "decide" (func (;4;) (type 3)))
      (global (;0;) (mut i32) i32.const 131520)
      (export "decide" (func 19))
      (export "end" (func 20))
      (export "start" (func 21))
      (func (;5;) (type 4) (param i32 i64 i64 i64 i64)
        (local i64 i64 i64 i64 i64 i64)
        local.get 0
        local.get 3
        i64.const 4294967295
        i64.and
        local.tee 5
        local.get 1
        i64.const 4294967295
        i64.and
        local.tee 6
        i64.mul
        local.tee 7
        local.get 3
        i64.const 32
        i64.shr_u
        local.tee 8
        local.get 6
        i64.mul
        local.tee 6
        local.get 5
        local.get 1
        i64.const 32
        i64.shr_u
        local.tee 9
        i64.mul
        i64.add
        local.tee 5
        i64.const 32
        i64.shl
        i64.add
        local.tee 10
        i64.store
        local.get 0
        local.get 8
        local.get 9
        i64.mul
        local.get 5
        local.get 6
        i64.lt_u
        i64.extend_i32_u
        i64.const 32
        i64.shl
        local.get 5
        i64.const 32
        i64.shr_u
        i64.or
        i64.add
        local.get 10
        local.get 7
        i64.lt_u
        i64.extend_i32_u
        i64.add
        local.get 4
        local.get 1
        i64.mul
        local.get 3
        local.get 2
        i64.mul
        i64.add
        i64.add
        i64.store offset=8
      )
      (func (;6;) (type 5) (param i32 i32)
        (local i32 i32 i32 i32 i32 i32)
        local.get 0
        i32.load offset=8
        local.tee 2
        local.get 0
        i32.load offset=16
        local.tee 3
        i32.add
        local.set 4
        local.get 3
        local.get 3
        local.get 0
        i32.load offset=12
        local.tee 5
        local.get 3
        local.get 5
        i32.gt_u
        select
        i32.sub
        local.set 6
        i32.const 0
        local.set 7
        block ;; label = @1
          loop ;; label = @2
            local.get 6
            local.get 7
            i32.add
            i32.eqz
            br_if 1 (;@1;)
            local.get 0
            local.get 3
            local.get 7
            i32.add
            i32.const 1
            i32.add
            i32.store offset=16
            local.get 4
            local.get 7
            i32.add
            local.get 7
            i32.const 32768
            i32.add
            i32.load8_u
            i32.store8
            local.get 7
            i32.const 1
            i32.add
            local.tee 7
            i32.const 9
            i32.ne
            br_if 0 (;@2;)
          end
          local.get 3
          local.get 7
          i32.add
          local.tee 7
          local.get 5
          i32.ge_u
          br_if 0 (;@1;)
          local.get 2
          local.get 7
          i32.add
          i32.const 123
          i32.store8
          local.get 0
          local.get 7
          i32.const -1
          i32.add
          i32.const 2
          i32.add
          i32.store offset=16
          local.get 0
          local.get 0
          i32.load
          i32.load
          i32.const 12
          i32.add
          i32.load
          call 7
          i32.const 255
          i32.and
          i32.const 2
          i32.ne
          br_if 0 (;@1;)
          i32.const 19
          i32.const 18
          local.get 1
          select
          local.set 6
          i32.const 32795
          i32.const 32777
          local.get 1
          select
          local.set 3
          local.get 0
          i32.load offset=16
          local.tee 7
          local.get 0
          i32.load offset=12
          local.tee 4
          local.get 7
          local.get 4
          i32.gt_u
          select
          local.set 5
          local.get 0
          i32.load offset=8
          local.set 1
          loop ;; label = @2
            local.get 5
            local.get 7
            i32.eq
            br_if 1 (;@1;)
            local.get 0
            local.get 7
            i32.const 1
            i32.add
            local.tee 4
            i32.store offset=16
            local.get 1
            local.get 7
            i32.add
            local.get 3
            i32.load8_u
            i32.store8
            local.get 3
            i32.const 1
            i32.add
            local.set 3
            local.get 4
            local.set 7
            local.get 6
            i32.const -1
            i32.add
            local.tee 6
            br_if 0 (;@2;)
          end
        end
      )
      (func (;7;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32 i32)
        block ;; label = @1
          local.get 0
          i32.load
          i32.load
          local.tee 2
          i32.const 4
          i32.add
          local.tee 3
          local.get 3
          local.get 1
          i32.add
          i32.load
          local.tee 1
          i32.add
          i32.load
          local.tee 3
          local.get 1
          local.get 2
          i32.add
          i32.load
          local.tee 1
          i32.eq
          br_if 0 (;@1;)
          local.get 3
          local.get 1
          i32.sub
          local.set 3
          local.get 1
          local.get 2
          i32.add
          local.set 1
          local.get 0
          i32.load offset=16
          local.tee 2
          local.get 0
          i32.load offset=12
          local.tee 4
          local.get 2
          local.get 4
          i32.gt_u
          select
          local.set 4
          local.get 0
          i32.load offset=8
          local.set 5
          loop ;; label = @2
            block ;; label = @3
              local.get 4
              local.get 2
              i32.ne
              br_if 0 (;@3;)
              i32.const 0
              return
            end
            local.get 5
            local.get 2
            i32.add
            local.get 1
            i32.load8_u
            i32.store8
            local.get 0
            local.get 2
            i32.const 1
            i32.add
            local.tee 2
            i32.store offset=16
            local.get 1
            i32.const 1
            i32.add
            local.set 1
            local.get 3
            i32.const -1
            i32.add
            local.tee 3
            br_if 0 (;@2;)
          end
        end
        i32.const 2
      )
      (func (;8;) (type 6) (param i32 i32) (result i32)
        (local i32 i32 i32)
        global.get 0
        i32.const 16
        i32.sub
        local.tee 2
        global.set 0
        local.get 2
        i32.const 4
        i32.add
        local.get 0
        i32.load
        i32.load
        local.tee 3
        local.get 1
        i32.add
        local.tee 1
        i32.load
        local.tee 4
        local.get 3
        i32.add
        local.get 1
        i32.const 4
        i32.add
        i32.load
        local.get 4
        i32.sub
        call 9
        i32.const 1
        local.set 1
        block ;; label = @1
          local.get 2
          i32.load offset=4
          i32.const 1
          i32.eq
          br_if 0 (;@1;)
          local.get 0
          local.get 2
          i32.load offset=8
          local.get 2
          i32.load offset=12
          call 10
          i32.const 255
          i32.and
          local.set 1
        end
        local.get 2
        i32.const 16
        i32.add
        global.set 0
        local.get 1
      )
      (func (;9;) (type 7) (param i32 i32 i32)
        (local i32 i32 i32 i32 i32 i64 i32)
        block ;; label = @1
          local.get 2
          i32.eqz
          br_if 0 (;@1;)
          i32.const 0
          local.get 2
          i32.const -7
          i32.add
          local.tee 3
          local.get 3
          local.get 2
          i32.gt_u
          select
          local.set 4
          local.get 1
          i32.const 3
          i32.add
          i32.const -4
          i32.and
          local.get 1
          i32.sub
          local.set 5
          i32.const 0
          local.set 3
          loop ;; label = @2
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    local.get 1
                    local.get 3
                    i32.add
                    i32.load8_u
                    local.tee 6
                    i32.extend8_s
                    local.tee 7
                    i32.const 0
                    i32.lt_s
                    br_if 0 (;@6;)
                    local.get 5
                    local.get 3
                    i32.sub
                    i32.const 3
                    i32.and
                    br_if 1 (;@5;)
                    local.get 3
                    local.get 4
                    i32.ge_u
                    br_if 2 (;@4;)
                    loop ;; label = @7
                      local.get 1
                      local.get 3
                      i32.add
                      local.tee 6
                      i32.const 4
                      i32.add
                      i32.load
                      local.get 6
                      i32.load
                      i32.or
                      i32.const -2139062144
                      i32.and
                      br_if 3 (;@4;)
                      local.get 3
                      i32.const 8
                      i32.add
                      local.tee 3
                      local.get 4
                      i32.lt_u
                      br_if 0 (;@7;)
                      br 3 (;@4;)
                    end
                  end
                  i64.const 1103806595072
                  local.set 8
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                block ;; label = @13
                                  block ;; label = @14
                                    local.get 6
                                    i32.load8_u offset=32952
                                    i32.const -2
                                    i32.add
                                    br_table 0 (;@14;) 1 (;@13;) 2 (;@12;) 7 (;@7;)
                                  end
                                  local.get 3
                                  i32.const 1
                                  i32.add
                                  local.tee 6
                                  local.get 2
                                  i32.lt_u
                                  br_if 2 (;@11;)
                                  i64.const 0
                                  local.set 8
                                  br 6 (;@7;)
                                end
                                local.get 3
                                i32.const 1
                                i32.add
                                local.tee 9
                                local.get 2
                                i32.lt_u
                                br_if 2 (;@10;)
                                i64.const 0
                                local.set 8
                                br 5 (;@7;)
                              end
                              local.get 3
                              i32.const 1
                              i32.add
                              local.tee 9
                              local.get 2
                              i32.lt_u
                              br_if 2 (;@9;)
                              i64.const 0
                              local.set 8
                              br 4 (;@7;)
                            end
                            local.get 1
                            local.get 6
                            i32.add
                            i32.load8_s
                            i32.const -65
                            i32.gt_s
                            br_if 3 (;@7;)
                            br 4 (;@6;)
                          end
                          local.get 1
                          local.get 9
                          i32.add
                          i32.load8_s
                          local.set 9
                          block ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                local.get 6
                                i32.const -224
                                i32.add
                                br_table 0 (;@12;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 2 (;@10;) 1 (;@11;) 2 (;@10;)
                              end
                              local.get 9
                              i32.const -32
                              i32.and
                              i32.const -96
                              i32.eq
                              br_if 3 (;@8;)
                              br 4 (;@7;)
                            end
                            local.get 9
                            i32.const -97
                            i32.gt_s
                            br_if 3 (;@7;)
                            br 2 (;@8;)
                          end
                          block ;; label = @10
                            local.get 7
                            i32.const 31
                            i32.add
                            i32.const 255
                            i32.and
                            i32.const 12
                            i32.lt_u
                            br_if 0 (;@10;)
                            local.get 7
                            i32.const -2
                            i32.and
                            i32.const -18
                            i32.ne
                            br_if 3 (;@7;)
                            local.get 9
                            i32.const -64
                            i32.lt_s
                            br_if 2 (;@8;)
                            br 3 (;@7;)
                          end
                          local.get 9
                          i32.const -64
                          i32.lt_s
                          br_if 1 (;@8;)
                          br 2 (;@7;)
                        end
                        local.get 1
                        local.get 9
                        i32.add
                        i32.load8_s
                        local.set 9
                        block ;; label = @9
                          block ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                local.get 6
                                i32.const -240
                                i32.add
                                br_table 1 (;@11;) 0 (;@12;) 0 (;@12;) 0 (;@12;) 2 (;@10;) 0 (;@12;)
                              end
                              local.get 7
                              i32.const 15
                              i32.add
                              i32.const 255
                              i32.and
                              i32.const 2
                              i32.gt_u
                              br_if 4 (;@7;)
                              local.get 9
                              i32.const -64
                              i32.lt_s
                              br_if 2 (;@9;)
                              br 4 (;@7;)
                            end
                            local.get 9
                            i32.const 112
                            i32.add
                            i32.const 255
                            i32.and
                            i32.const 48
                            i32.lt_u
                            br_if 1 (;@9;)
                            br 3 (;@7;)
                          end
                          local.get 9
                          i32.const -113
                          i32.gt_s
                          br_if 2 (;@7;)
                        end
                        block ;; label = @9
                          local.get 3
                          i32.const 2
                          i32.add
                          local.tee 6
                          local.get 2
                          i32.lt_u
                          br_if 0 (;@9;)
                          i64.const 0
                          local.set 8
                          br 2 (;@7;)
                        end
                        block ;; label = @9
                          local.get 1
                          local.get 6
                          i32.add
                          i32.load8_s
                          i32.const -65
                          i32.le_s
                          br_if 0 (;@9;)
                          i64.const 2203318222848
                          local.set 8
                          br 2 (;@7;)
                        end
                        i64.const 0
                        local.set 8
                        local.get 3
                        i32.const 3
                        i32.add
                        local.tee 6
                        local.get 2
                        i32.ge_u
                        br_if 1 (;@7;)
                        local.get 1
                        local.get 6
                        i32.add
                        i32.load8_s
                        i32.const -64
                        i32.lt_s
                        br_if 2 (;@6;)
                        i64.const 3302829850624
                        local.set 8
                        br 1 (;@7;)
                      end
                      i64.const 0
                      local.set 8
                      local.get 3
                      i32.const 2
                      i32.add
                      local.tee 6
                      local.get 2
                      i32.ge_u
                      br_if 0 (;@7;)
                      local.get 1
                      local.get 6
                      i32.add
                      i32.load8_s
                      i32.const -65
                      i32.le_s
                      br_if 1 (;@6;)
                      i64.const 2203318222848
                      local.set 8
                    end
                    local.get 0
                    local.get 8
                    local.get 3
                    i64.extend_i32_u
                    i64.or
                    i64.store offset=4 align=4
                    local.get 0
                    i32.const 1
                    i32.store
                    return
                  end
                  local.get 6
                  i32.const 1
                  i32.add
                  local.set 3
                  br 2 (;@3;)
                end
                local.get 3
                i32.const 1
                i32.add
                local.set 3
                br 1 (;@3;)
              end
              local.get 3
              local.get 2
              i32.ge_u
              br_if 0 (;@3;)
              loop ;; label = @4
                local.get 1
                local.get 3
                i32.add
                i32.load8_s
                i32.const 0
                i32.lt_s
                br_if 1 (;@3;)
                local.get 2
                local.get 3
                i32.const 1
                i32.add
                local.tee 3
                i32.ne
                br_if 0 (;@4;)
                br 3 (;@1;)
              end
            end
            local.get 3
            local.get 2
            i32.lt_u
            br_if 0 (;@2;)
          end
        end
        local.get 0
        local.get 2
        i32.store offset=8
        local.get 0
        local.get 1
        i32.store offset=4
        local.get 0
        i32.const 0
        i32.store
      )
      (func (;10;) (type 8) (param i32 i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        global.get 0
        i32.const 32
        i32.sub
        local.set 3
        i32.const 0
        local.set 4
        block ;; label = @1
          block ;; label = @2
            local.get 0
            i32.load offset=16
            local.tee 5
            local.get 0
            i32.load offset=12
            local.tee 6
            i32.ge_u
            br_if 0 (;@2;)
            local.get 0
            local.get 5
            i32.const 1
            i32.add
            local.tee 7
            i32.store offset=16
            local.get 0
            i32.load offset=8
            local.tee 8
            local.get 5
            i32.add
            i32.const 34
            i32.store8
            block ;; label = @3
              local.get 2
              i32.eqz
              br_if 0 (;@3;)
              local.get 3
              i32.const 8
              i32.add
              local.set 9
              local.get 3
              i32.const 4
              i32.add
              i32.const 2
              i32.or
              local.set 10
              local.get 1
              local.get 2
              i32.add
              local.set 11
              local.get 3
              i32.const 8
              i32.add
              i32.const 8
              i32.add
              local.set 12
              loop ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    local.get 1
                    i32.load8_s
                    local.tee 5
                    i32.const -1
                    i32.le_s
                    br_if 0 (;@6;)
                    local.get 1
                    i32.const 1
                    i32.add
                    local.set 1
                    local.get 5
                    i32.const 255
                    i32.and
                    local.set 5
                    br 1 (;@5;)
                  end
                  local.get 1
                  i32.load8_u offset=1
                  i32.const 63
                  i32.and
                  local.set 4
                  local.get 5
                  i32.const 31
                  i32.and
                  local.set 2
                  block ;; label = @6
                    local.get 5
                    i32.const -33
                    i32.gt_u
                    br_if 0 (;@6;)
                    local.get 2
                    i32.const 6
                    i32.shl
                    local.get 4
                    i32.or
                    local.set 5
                    local.get 1
                    i32.const 2
                    i32.add
                    local.set 1
                    br 1 (;@5;)
                  end
                  local.get 4
                  i32.const 6
                  i32.shl
                  local.get 1
                  i32.load8_u offset=2
                  i32.const 63
                  i32.and
                  i32.or
                  local.set 4
                  block ;; label = @6
                    local.get 5
                    i32.const -16
                    i32.ge_u
                    br_if 0 (;@6;)
                    local.get 4
                    local.get 2
                    i32.const 12
                    i32.shl
                    i32.or
                    local.set 5
                    local.get 1
                    i32.const 3
                    i32.add
                    local.set 1
                    br 1 (;@5;)
                  end
                  local.get 4
                  i32.const 6
                  i32.shl
                  local.get 1
                  i32.load8_u offset=3
                  i32.const 63
                  i32.and
                  i32.or
                  local.get 2
                  i32.const 18
                  i32.shl
                  i32.const 1835008
                  i32.and
                  i32.or
                  local.set 5
                  local.get 1
                  i32.const 4
                  i32.add
                  local.set 1
                end
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        local.get 5
                        i32.const 34
                        i32.eq
                        br_if 0 (;@8;)
                        local.get 5
                        i32.const 92
                        i32.eq
                        br_if 0 (;@8;)
                        local.get 5
                        i32.const -32
                        i32.add
                        i32.const 95
                        i32.ge_u
                        br_if 1 (;@7;)
                        local.get 7
                        local.get 6
                        i32.lt_u
                        br_if 2 (;@6;)
                        br 7 (;@1;)
                      end
                      i32.const 0
                      local.set 4
                      local.get 7
                      local.get 6
                      i32.ge_u
                      br_if 5 (;@2;)
                      local.get 0
                      local.get 7
                      i32.const 1
                      i32.add
                      local.tee 2
                      i32.store offset=16
                      local.get 8
                      local.get 7
                      i32.add
                      i32.const 92
                      i32.store8
                      local.get 2
                      local.get 6
                      i32.ge_u
                      br_if 5 (;@2;)
                      local.get 0
                      local.get 7
                      i32.const 2
                      i32.add
                      local.tee 7
                      i32.store offset=16
                      local.get 8
                      local.get 2
                      i32.add
                      local.get 5
                      i32.store8
                      br 2 (;@5;)
                    end
                    local.get 3
                    i32.const 0
                    i32.store offset=4
                    block ;; label = @7
                      block ;; label = @8
                        local.get 5
                        i32.const 65536
                        i32.lt_u
                        br_if 0 (;@8;)
                        local.get 3
                        local.get 5
                        i32.const 1023
                        i32.and
                        i32.const 56320
                        i32.or
                        i32.store16 offset=6
                        local.get 5
                        i32.const 16711680
                        i32.add
                        i32.const 10
                        i32.shr_u
                        i32.const -10240
                        i32.or
                        local.set 5
                        local.get 9
                        local.set 13
                        br 1 (;@7;)
                      end
                      local.get 10
                      local.set 13
                    end
                    local.get 3
                    local.get 5
                    i32.store16 offset=4
                    local.get 3
                    i32.const 4
                    i32.add
                    local.set 14
                    loop ;; label = @7
                      local.get 7
                      local.get 6
                      local.get 7
                      local.get 6
                      i32.gt_u
                      select
                      local.set 15
                      local.get 14
                      i32.const 2
                      i32.add
                      local.set 16
                      i32.const 0
                      local.set 4
                      i32.const 0
                      local.set 2
                      loop ;; label = @8
                        local.get 15
                        local.get 7
                        i32.eq
                        br_if 7 (;@1;)
                        local.get 0
                        local.get 7
                        i32.const 1
                        i32.add
                        local.tee 5
                        i32.store offset=16
                        local.get 8
                        local.get 7
                        i32.add
                        local.get 4
                        i32.load8_u offset=32867
                        i32.store8
                        local.get 2
                        i32.const 1
                        i32.and
                        local.set 17
                        local.get 5
                        local.set 7
                        i32.const 1
                        local.set 2
                        i32.const 1
                        local.set 4
                        local.get 17
                        i32.eqz
                        br_if 0 (;@8;)
                      end
                      local.get 3
                      i32.const 8
                      i32.add
                      i32.const 8
                      i32.add
                      i64.const 34359738380
                      i64.store align=4
                      local.get 3
                      i64.const 4
                      i64.store offset=24 align=4
                      local.get 8
                      local.get 5
                      i32.add
                      local.set 17
                      i32.const 0
                      local.set 7
                      local.get 12
                      local.set 4
                      loop ;; label = @8
                        local.get 5
                        local.get 7
                        i32.add
                        local.tee 2
                        local.get 6
                        i32.ge_u
                        br_if 7 (;@1;)
                        local.get 0
                        local.get 2
                        i32.const 1
                        i32.add
                        i32.store offset=16
                        local.get 17
                        local.get 7
                        i32.add
                        local.get 14
                        i32.load16_u
                        local.get 4
                        i32.load16_u
                        i32.const 15
                        i32.and
                        i32.shr_u
                        i32.const 15
                        i32.and
                        local.tee 2
                        i32.const 48
                        i32.or
                        local.get 2
                        i32.const 87
                        i32.add
                        local.get 2
                        i32.const 10
                        i32.lt_u
                        select
                        i32.store8
                        local.get 4
                        i32.const 4
                        i32.add
                        local.set 4
                        local.get 7
                        i32.const 1
                        i32.add
                        local.tee 7
                        i32.const 4
                        i32.ne
                        br_if 0 (;@8;)
                      end
                      local.get 5
                      local.get 7
                      i32.add
                      local.set 7
                      local.get 16
                      local.set 14
                      local.get 16
                      local.get 13
                      i32.eq
                      br_if 2 (;@5;)
                      br 0 (;@7;)
                    end
                  end
                  local.get 0
                  local.get 7
                  i32.const 1
                  i32.add
                  local.tee 4
                  i32.store offset=16
                  local.get 8
                  local.get 7
                  i32.add
                  local.get 5
                  i32.store8
                  local.get 4
                  local.set 7
                end
                local.get 1
                local.get 11
                i32.ne
                br_if 0 (;@4;)
              end
            end
            i32.const 0
            local.set 4
            local.get 7
            local.get 6
            i32.ge_u
            br_if 0 (;@2;)
            local.get 0
            local.get 7
            i32.const 1
            i32.add
            i32.store offset=16
            local.get 8
            local.get 7
            i32.add
            i32.const 34
            i32.store8
            i32.const 2
            local.set 4
          end
          local.get 4
          return
        end
        i32.const 0
      )
      (func (;11;) (type 3) (param i32 i32 i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i64 i64 i64 i64 i32 i32 i32 i32 i32 i32)
        global.get 0
        i32.const 128
        i32.sub
        local.tee 4
        global.set 0
        local.get 0
        i32.load
        local.tee 5
        i32.load
        local.tee 6
        local.get 1
        i32.add
        local.tee 7
        i32.load
        local.tee 8
        i32.const 8
        i32.shr_u
        local.set 9
        local.get 1
        local.get 8
        i32.const 21
        i32.shr_u
        i32.const 1016
        i32.and
        i32.add
        i32.const 8
        i32.add
        local.set 10
        local.get 7
        i32.const 4
        i32.add
        i32.load
        local.set 1
        i32.const 1
        local.set 11
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
                                            block ;; label = @19
                                              block ;; label = @20
                                                block ;; label = @21
                                                  block ;; label = @22
                                                    block ;; label = @23
                                                      local.get 8
                                                      i32.const 255
                                                      i32.and
                                                      i32.const -1
                                                      i32.add
                                                      br_table 17 (;@6;) 16 (;@7;) 15 (;@8;) 0 (;@23;) 1 (;@22;) 18 (;@5;) 18 (;@5;) 18 (;@5;) 2 (;@21;) 3 (;@20;) 4 (;@19;) 5 (;@18;) 8 (;@15;) 6 (;@17;) 19 (;@4;) 22 (;@1;)
                                                    end
                                                    local.get 1
                                                    local.get 2
                                                    i32.add
                                                    local.tee 8
                                                    local.get 1
                                                    i32.lt_u
                                                    br_if 21 (;@1;)
                                                    block ;; label = @23
                                                      block ;; label = @24
                                                        local.get 9
                                                        i32.const 255
                                                        i32.and
                                                        i32.const -1
                                                        i32.add
                                                        br_table 14 (;@10;) 0 (;@24;) 23 (;@1;) 1 (;@23;) 23 (;@1;)
                                                      end
                                                      local.get 8
                                                      i32.load16_u align=1
                                                      local.set 8
                                                      br 14 (;@9;)
                                                    end
                                                    local.get 8
                                                    i32.load align=1
                                                    local.set 8
                                                    br 13 (;@9;)
                                                  end
                                                  local.get 1
                                                  local.get 2
                                                  i32.add
                                                  local.tee 8
                                                  local.get 1
                                                  i32.lt_u
                                                  br_if 20 (;@1;)
                                                  local.get 8
                                                  i64.load align=1
                                                  local.tee 12
                                                  i64.const 0
                                                  i64.lt_s
                                                  br_if 20 (;@1;)
                                                  local.get 0
                                                  local.get 12
                                                  call 12
                                                  i32.const 255
                                                  i32.and
                                                  local.set 11
                                                  br 20 (;@1;)
                                                end
                                                local.get 1
                                                local.get 2
                                                i32.add
                                                local.tee 8
                                                local.get 1
                                                i32.lt_u
                                                br_if 19 (;@1;)
                                                local.get 8
                                                i32.load align=1
                                                local.tee 8
                                                i32.const 55296
                                                i32.xor
                                                i32.const -1114112
                                                i32.add
                                                i32.const -1112064
                                                i32.lt_u
                                                br_if 19 (;@1;)
                                                local.get 4
                                                i32.const 0
                                                i32.store offset=8
                                                local.get 8
                                                i32.const 128
                                                i32.lt_u
                                                br_if 4 (;@16;)
                                                local.get 8
                                                i32.const 63
                                                i32.and
                                                i32.const -128
                                                i32.or
                                                local.set 1
                                                local.get 8
                                                i32.const 6
                                                i32.shr_u
                                                local.set 7
                                                local.get 8
                                                i32.const 2048
                                                i32.ge_u
                                                br_if 8 (;@12;)
                                                local.get 4
                                                local.get 1
                                                i32.store8 offset=9
                                                local.get 4
                                                local.get 7
                                                i32.const 192
                                                i32.or
                                                i32.store8 offset=8
                                                i32.const 2
                                                local.set 8
                                                br 9 (;@11;)
                                              end
                                              local.get 0
                                              local.get 2
                                              local.get 1
                                              call 13
                                              i32.const 255
                                              i32.and
                                              local.set 11
                                              br 18 (;@1;)
                                            end
                                            local.get 1
                                            local.get 2
                                            i32.add
                                            local.tee 8
                                            local.get 1
                                            i32.lt_u
                                            br_if 17 (;@1;)
                                            block ;; label = @19
                                              block ;; label = @20
                                                local.get 9
                                                i32.const 255
                                                i32.and
                                                i32.const -1
                                                i32.add
                                                br_table 6 (;@14;) 0 (;@20;) 19 (;@1;) 1 (;@19;) 19 (;@1;)
                                              end
                                              local.get 8
                                              i32.load16_u align=1
                                              local.set 8
                                              br 6 (;@13;)
                                            end
                                            local.get 8
                                            i32.load align=1
                                            local.set 8
                                            br 5 (;@13;)
                                          end
                                          i32.const 0
                                          local.set 11
                                          i32.const 0
                                          local.get 0
                                          i32.load offset=12
                                          local.tee 7
                                          local.get 0
                                          i32.load offset=16
                                          local.tee 8
                                          i32.sub
                                          local.tee 9
                                          local.get 9
                                          local.get 7
                                          i32.gt_u
                                          select
                                          local.set 7
                                          local.get 8
                                          i32.const 1
                                          i32.add
                                          local.set 9
                                          local.get 0
                                          i32.load offset=8
                                          local.get 8
                                          i32.add
                                          local.set 3
                                          i32.const 0
                                          local.set 8
                                          loop ;; label = @18
                                            local.get 7
                                            local.get 8
                                            i32.eq
                                            br_if 17 (;@1;)
                                            local.get 0
                                            local.get 9
                                            local.get 8
                                            i32.add
                                            i32.store offset=16
                                            local.get 3
                                            local.get 8
                                            i32.add
                                            local.get 8
                                            i32.const 32848
                                            i32.add
                                            i32.load8_u
                                            i32.store8
                                            local.get 8
                                            i32.const 1
                                            i32.add
                                            local.tee 8
                                            i32.const 8
                                            i32.ne
                                            br_if 0 (;@18;)
                                          end
                                          local.get 0
                                          local.get 0
                                          i32.load
                                          i32.load
                                          local.get 10
                                          i32.add
                                          i32.load
                                          call 8
                                          i32.const 255
                                          i32.and
                                          local.tee 11
                                          i32.const 2
                                          i32.ne
                                          br_if 16 (;@1;)
                                          i32.const 0
                                          local.set 11
                                          i32.const 0
                                          local.get 0
                                          i32.load offset=12
                                          local.tee 7
                                          local.get 0
                                          i32.load offset=16
                                          local.tee 8
                                          i32.sub
                                          local.tee 9
                                          local.get 9
                                          local.get 7
                                          i32.gt_u
                                          select
                                          local.set 7
                                          local.get 8
                                          i32.const 1
                                          i32.add
                                          local.set 9
                                          local.get 0
                                          i32.load offset=8
                                          local.get 8
                                          i32.add
                                          local.set 3
                                          i32.const 0
                                          local.set 8
                                          loop ;; label = @18
                                            local.get 7
                                            local.get 8
                                            i32.eq
                                            br_if 17 (;@1;)
                                            local.get 0
                                            local.get 9
                                            local.get 8
                                            i32.add
                                            i32.store offset=16
                                            local.get 3
                                            local.get 8
                                            i32.add
                                            local.get 8
                                            i32.const 32856
                                            i32.add
                                            i32.load8_u
                                            i32.store8
                                            local.get 8
                                            i32.const 1
                                            i32.add
                                            local.tee 8
                                            i32.const 6
                                            i32.ne
                                            br_if 0 (;@18;)
                                          end
                                          local.get 0
                                          local.get 2
                                          local.get 1
                                          call 13
                                          i32.const 255
                                          i32.and
                                          local.tee 11
                                          i32.const 2
                                          i32.ne
                                          br_if 16 (;@1;)
                                          i32.const 0
                                          local.set 11
                                          local.get 0
                                          i32.load offset=16
                                          local.tee 8
                                          local.get 0
                                          i32.load offset=12
                                          i32.ge_u
                                          br_if 16 (;@1;)
                                          local.get 0
                                          i32.load offset=8
                                          local.get 8
                                          i32.add
                                          i32.const 125
                                          i32.store8
                                          local.get 0
                                          local.get 0
                                          i32.load offset=16
                                          i32.const 1
                                          i32.add
                                          i32.store offset=16
                                          br 14 (;@3;)
                                        end
                                        local.get 1
                                        local.get 2
                                        i32.add
                                        local.tee 8
                                        local.get 1
                                        i32.lt_u
                                        br_if 15 (;@1;)
                                        local.get 8
                                        i32.const 4
                                        i32.add
                                        local.tee 7
                                        local.get 2
                                        i32.lt_u
                                        br_if 15 (;@1;)
                                        local.get 0
                                        i32.load offset=16
                                        local.tee 1
                                        local.get 0
                                        i32.load offset=12
                                        i32.ge_u
                                        br_if 14 (;@2;)
                                        local.get 8
                                        i32.load align=1
                                        local.set 2
                                        local.get 10
                                        local.get 6
                                        i32.add
                                        local.tee 8
                                        i32.load
                                        local.set 11
                                        local.get 8
                                        i32.const 4
                                        i32.add
                                        i32.load
                                        local.set 3
                                        local.get 7
                                        i32.load align=1
                                        local.set 9
                                        local.get 0
                                        local.get 1
                                        i32.const 1
                                        i32.add
                                        i32.store offset=16
                                        local.get 0
                                        i32.load offset=8
                                        local.get 1
                                        i32.add
                                        i32.const 91
                                        i32.store8
                                        i32.const 0
                                        local.set 8
                                        local.get 11
                                        i64.extend_i32_u
                                        local.set 13
                                        loop ;; label = @17
                                          block ;; label = @18
                                            local.get 9
                                            local.get 8
                                            i32.ne
                                            br_if 0 (;@18;)
                                            local.get 0
                                            i32.load offset=16
                                            local.tee 8
                                            local.get 0
                                            i32.load offset=12
                                            i32.ge_u
                                            br_if 16 (;@2;)
                                            local.get 0
                                            i32.load offset=8
                                            local.get 8
                                            i32.add
                                            i32.const 93
                                            i32.store8
                                            local.get 0
                                            local.get 0
                                            i32.load offset=16
                                            i32.const 1
                                            i32.add
                                            i32.store offset=16
                                            br 15 (;@3;)
                                          end
                                          block ;; label = @18
                                            local.get 8
                                            i32.eqz
                                            br_if 0 (;@18;)
                                            local.get 0
                                            i32.load offset=16
                                            local.tee 1
                                            local.get 0
                                            i32.load offset=12
                                            i32.ge_u
                                            br_if 16 (;@2;)
                                            local.get 0
                                            i32.load offset=8
                                            local.get 1
                                            i32.add
                                            i32.const 44
                                            i32.store8
                                            local.get 0
                                            local.get 0
                                            i32.load offset=16
                                            i32.const 1
                                            i32.add
                                            i32.store offset=16
                                          end
                                          i32.const 1
                                          local.set 11
                                          local.get 13
                                          local.get 8
                                          i64.extend_i32_u
                                          i64.mul
                                          local.tee 12
                                          i64.const 32
                                          i64.shr_u
                                          i32.wrap_i64
                                          br_if 16 (;@1;)
                                          local.get 12
                                          i32.wrap_i64
                                          local.tee 1
                                          local.get 2
                                          i32.add
                                          local.tee 7
                                          local.get 1
                                          i32.lt_u
                                          br_if 16 (;@1;)
                                          local.get 8
                                          i32.const 1
                                          i32.add
                                          local.set 8
                                          local.get 0
                                          local.get 3
                                          local.get 7
                                          i32.const 1
                                          call 11
                                          i32.const 255
                                          i32.and
                                          local.tee 11
                                          i32.const 2
                                          i32.eq
                                          br_if 0 (;@17;)
                                          br 16 (;@1;)
                                        end
                                      end
                                      local.get 4
                                      local.get 8
                                      i32.store8 offset=8
                                      i32.const 1
                                      local.set 8
                                      br 4 (;@11;)
                                    end
                                    local.get 0
                                    i32.const 32862
                                    i32.const 2
                                    call 14
                                    i32.const 255
                                    i32.and
                                    local.tee 11
                                    i32.const 2
                                    i32.ne
                                    br_if 13 (;@1;)
                                    i32.const 1
                                    local.set 11
                                    local.get 1
                                    local.get 2
                                    i32.add
                                    local.tee 8
                                    local.get 1
                                    i32.lt_u
                                    br_if 13 (;@1;)
                                    local.get 8
                                    i32.eqz
                                    br_if 13 (;@1;)
                                    local.get 8
                                    i64.extend_i32_u
                                    i64.const 2
                                    i64.add
                                    local.get 0
                                    i32.load offset=4
                                    i64.load32_u
                                    i64.const 16
                                    i64.shl
                                    local.tee 12
                                    i64.gt_u
                                    br_if 13 (;@1;)
                                    local.get 8
                                    i32.load8_u offset=1
                                    local.set 1
                                    block ;; label = @15
                                      block ;; label = @16
                                        block ;; label = @17
                                          local.get 8
                                          i32.load8_u
                                          i32.const -4
                                          i32.add
                                          br_table 0 (;@17;) 16 (;@1;) 1 (;@16;) 16 (;@1;)
                                        end
                                        local.get 8
                                        i32.const 2
                                        i32.add
                                        local.tee 8
                                        i32.eqz
                                        br_if 15 (;@1;)
                                        local.get 8
                                        i64.extend_i32_u
                                        i64.const 4
                                        i64.add
                                        local.get 12
                                        i64.gt_u
                                        br_if 15 (;@1;)
                                        local.get 4
                                        local.get 8
                                        i32.load align=1
                                        i32.store offset=9 align=1
                                        i32.const 32
                                        local.set 8
                                        i32.const 0
                                        local.set 7
                                        br 1 (;@15;)
                                      end
                                      local.get 8
                                      i32.const 2
                                      i32.add
                                      local.tee 8
                                      i32.eqz
                                      br_if 14 (;@1;)
                                      local.get 8
                                      i64.extend_i32_u
                                      i64.const 16
                                      i64.add
                                      local.get 12
                                      i64.gt_u
                                      br_if 14 (;@1;)
                                      local.get 4
                                      local.get 8
                                      i64.load offset=8 align=1
                                      i64.store offset=17 align=1
                                      local.get 4
                                      local.get 8
                                      i64.load align=1
                                      i64.store offset=9 align=1
                                      i32.const 128
                                      local.set 8
                                      i32.const 1
                                      local.set 7
                                    end
                                    local.get 4
                                    local.get 7
                                    i32.store8 offset=8
                                    local.get 1
                                    i32.const 255
                                    i32.and
                                    local.get 8
                                    i32.gt_u
                                    br_if 13 (;@1;)
                                    i32.const 0
                                    local.set 11
                                    local.get 4
                                    i32.const 8
                                    i32.add
                                    local.get 0
                                    i32.const 8
                                    i32.add
                                    call 15
                                    i32.eqz
                                    br_if 13 (;@1;)
                                    block ;; label = @15
                                      local.get 1
                                      i32.const 255
                                      i32.and
                                      local.get 8
                                      i32.eq
                                      br_if 0 (;@15;)
                                      local.get 0
                                      i32.load offset=16
                                      local.tee 8
                                      local.get 0
                                      i32.load offset=12
                                      i32.ge_u
                                      br_if 14 (;@1;)
                                      local.get 0
                                      i32.load offset=8
                                      local.get 8
                                      i32.add
                                      i32.const 47
                                      i32.store8
                                      local.get 0
                                      local.get 0
                                      i32.load offset=16
                                      i32.const 1
                                      i32.add
                                      i32.store offset=16
                                      local.get 0
                                      local.get 1
                                      i64.extend_i32_u
                                      i64.const 255
                                      i64.and
                                      i32.const 1
                                      call 16
                                      i32.const 255
                                      i32.and
                                      local.tee 11
                                      i32.const 2
                                      i32.ne
                                      br_if 14 (;@1;)
                                    end
                                    i32.const 0
                                    local.set 11
                                    i32.const 0
                                    local.get 0
                                    i32.load offset=12
                                    local.tee 1
                                    local.get 0
                                    i32.load offset=16
                                    local.tee 8
                                    i32.sub
                                    local.tee 7
                                    local.get 7
                                    local.get 1
                                    i32.gt_u
                                    select
                                    local.set 1
                                    local.get 8
                                    i32.const 1
                                    i32.add
                                    local.set 7
                                    local.get 0
                                    i32.load offset=8
                                    local.get 8
                                    i32.add
                                    local.set 9
                                    i32.const 0
                                    local.set 8
                                    loop ;; label = @15
                                      local.get 1
                                      local.get 8
                                      i32.eq
                                      br_if 14 (;@1;)
                                      local.get 0
                                      local.get 7
                                      local.get 8
                                      i32.add
                                      i32.store offset=16
                                      local.get 9
                                      local.get 8
                                      i32.add
                                      local.get 8
                                      i32.const 32864
                                      i32.add
                                      i32.load8_u
                                      i32.store8
                                      local.get 8
                                      i32.const 1
                                      i32.add
                                      local.tee 8
                                      i32.const 3
                                      i32.ne
                                      br_if 0 (;@15;)
                                      br 12 (;@3;)
                                    end
                                  end
                                  local.get 8
                                  i32.load8_u
                                  local.set 8
                                end
                                local.get 8
                                local.get 10
                                local.get 6
                                i32.add
                                local.tee 1
                                i32.load
                                i32.ge_u
                                br_if 11 (;@1;)
                                local.get 0
                                local.get 1
                                local.get 8
                                i32.const 2
                                i32.shl
                                i32.add
                                i32.const 4
                                i32.add
                                i32.load
                                call 8
                                i32.const 255
                                i32.and
                                local.set 11
                                br 11 (;@1;)
                              end
                              local.get 8
                              i32.const 12
                              i32.shr_u
                              local.set 9
                              local.get 7
                              i32.const 63
                              i32.and
                              i32.const -128
                              i32.or
                              local.set 7
                              block ;; label = @12
                                local.get 8
                                i32.const 65535
                                i32.gt_u
                                br_if 0 (;@12;)
                                local.get 4
                                local.get 1
                                i32.store8 offset=10
                                local.get 4
                                local.get 7
                                i32.store8 offset=9
                                local.get 4
                                local.get 9
                                i32.const 224
                                i32.or
                                i32.store8 offset=8
                                i32.const 3
                                local.set 8
                                br 1 (;@11;)
                              end
                              local.get 4
                              local.get 1
                              i32.store8 offset=11
                              local.get 4
                              local.get 7
                              i32.store8 offset=10
                              local.get 4
                              local.get 9
                              i32.const 63
                              i32.and
                              i32.const -128
                              i32.or
                              i32.store8 offset=9
                              local.get 4
                              local.get 8
                              i32.const 18
                              i32.shr_u
                              i32.const -16
                              i32.or
                              i32.store8 offset=8
                              i32.const 4
                              local.set 8
                            end
                            local.get 0
                            local.get 4
                            i32.const 8
                            i32.add
                            local.get 8
                            call 10
                            i32.const 255
                            i32.and
                            local.set 11
                            br 9 (;@1;)
                          end
                          local.get 8
                          i32.load8_u
                          local.set 8
                        end
                        local.get 0
                        local.get 8
                        i64.extend_i32_u
                        call 12
                        i32.const 255
                        i32.and
                        local.set 11
                        br 7 (;@1;)
                      end
                      local.get 1
                      local.get 2
                      i32.add
                      local.set 1
                      block ;; label = @8
                        block ;; label = @9
                          block ;; label = @10
                            local.get 8
                            i32.const 65280
                            i32.and
                            i32.const 2048
                            i32.eq
                            br_if 0 (;@10;)
                            local.get 1
                            local.get 2
                            i32.lt_u
                            br_if 9 (;@1;)
                            block ;; label = @11
                              block ;; label = @12
                                local.get 9
                                i32.const 255
                                i32.and
                                i32.const -1
                                i32.add
                                br_table 3 (;@9;) 0 (;@12;) 11 (;@1;) 1 (;@11;) 11 (;@1;)
                              end
                              local.get 1
                              i32.load16_u align=1
                              local.set 8
                              br 3 (;@8;)
                            end
                            local.get 1
                            i32.load align=1
                            local.set 8
                            br 2 (;@8;)
                          end
                          local.get 1
                          local.get 2
                          i32.lt_u
                          br_if 8 (;@1;)
                          local.get 0
                          local.get 1
                          i64.load align=1
                          call 12
                          i32.const 255
                          i32.and
                          local.set 11
                          br 8 (;@1;)
                        end
                        local.get 1
                        i32.load8_u
                        local.set 8
                      end
                      local.get 0
                      local.get 8
                      local.get 9
                      i32.const 24
                      i32.mul
                      local.tee 1
                      i32.shl
                      local.get 1
                      i32.shr_s
                      i64.extend_i32_s
                      call 12
                      i32.const 255
                      i32.and
                      local.set 11
                      br 6 (;@1;)
                    end
                    local.get 1
                    local.get 2
                    i32.add
                    local.tee 7
                    local.get 1
                    i32.lt_u
                    br_if 5 (;@1;)
                    local.get 0
                    i32.load offset=16
                    local.tee 8
                    local.get 0
                    i32.load offset=12
                    local.tee 1
                    local.get 8
                    local.get 1
                    i32.gt_u
                    select
                    local.set 2
                    i32.const 4
                    i32.const 5
                    local.get 9
                    local.get 7
                    i32.load8_u
                    i32.and
                    local.tee 1
                    select
                    local.set 7
                    i32.const 32844
                    i32.const 32839
                    local.get 1
                    select
                    local.set 1
                    local.get 0
                    i32.load offset=8
                    local.set 11
                    loop ;; label = @7
                      local.get 2
                      local.get 8
                      i32.eq
                      br_if 5 (;@2;)
                      local.get 0
                      local.get 8
                      i32.const 1
                      i32.add
                      local.tee 9
                      i32.store offset=16
                      local.get 11
                      local.get 8
                      i32.add
                      local.get 1
                      i32.load8_u
                      i32.store8
                      local.get 1
                      i32.const 1
                      i32.add
                      local.set 1
                      local.get 9
                      local.set 8
                      local.get 7
                      i32.const -1
                      i32.add
                      local.tee 7
                      br_if 0 (;@7;)
                      br 4 (;@3;)
                    end
                  end
                  local.get 1
                  local.get 2
                  i32.add
                  local.tee 8
                  local.get 1
                  i32.lt_u
                  br_if 4 (;@1;)
                  i32.const 4
                  i32.const 5
                  local.get 8
                  i32.load8_u
                  local.tee 8
                  select
                  local.set 7
                  i32.const 32844
                  i32.const 32839
                  local.get 8
                  select
                  local.set 1
                  local.get 0
                  i32.load offset=16
                  local.tee 8
                  local.get 0
                  i32.load offset=12
                  local.tee 9
                  local.get 8
                  local.get 9
                  i32.gt_u
                  select
                  local.set 2
                  local.get 0
                  i32.load offset=8
                  local.set 11
                  loop ;; label = @6
                    local.get 2
                    local.get 8
                    i32.eq
                    br_if 4 (;@2;)
                    local.get 0
                    local.get 8
                    i32.const 1
                    i32.add
                    local.tee 9
                    i32.store offset=16
                    local.get 11
                    local.get 8
                    i32.add
                    local.get 1
                    i32.load8_u
                    i32.store8
                    local.get 1
                    i32.const 1
                    i32.add
                    local.set 1
                    local.get 9
                    local.set 8
                    local.get 7
                    i32.const -1
                    i32.add
                    local.tee 7
                    br_if 0 (;@6;)
                    br 3 (;@3;)
                  end
                end
                local.get 1
                local.get 2
                i32.add
                local.tee 7
                local.get 1
                i32.lt_u
                br_if 3 (;@1;)
                local.get 7
                i64.load align=1
                local.tee 12
                local.get 12
                i64.const 63
                i64.shr_s
                local.tee 13
                i64.xor
                local.get 13
                i64.sub
                local.set 13
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        block ;; label = @9
                          local.get 8
                          i32.const 255
                          i32.and
                          i32.const -6
                          i32.add
                          br_table 0 (;@9;) 2 (;@7;) 1 (;@8;) 2 (;@7;)
                        end
                        local.get 0
                        i32.const 32814
                        i32.const 7
                        call 14
                        i32.const 255
                        i32.and
                        local.tee 11
                        i32.const 2
                        i32.ne
                        br_if 7 (;@1;)
                        block ;; label = @9
                          local.get 12
                          i64.const -1
                          i64.gt_s
                          br_if 0 (;@9;)
                          local.get 0
                          i32.load offset=16
                          local.tee 8
                          local.get 0
                          i32.load offset=12
                          i32.ge_u
                          br_if 7 (;@2;)
                          local.get 0
                          local.get 8
                          i32.const 1
                          i32.add
                          i32.store offset=16
                          local.get 0
                          i32.load offset=8
                          local.get 8
                          i32.add
                          i32.const 45
                          i32.store8
                        end
                        local.get 0
                        local.get 13
                        i64.const 10000
                        i64.div_u
                        local.tee 12
                        i32.const 1
                        call 16
                        i32.const 255
                        i32.and
                        local.tee 11
                        i32.const 2
                        i32.ne
                        br_if 7 (;@1;)
                        local.get 0
                        i32.load offset=16
                        local.tee 8
                        local.get 0
                        i32.load offset=12
                        i32.ge_u
                        br_if 6 (;@2;)
                        local.get 0
                        local.get 8
                        i32.const 1
                        i32.add
                        i32.store offset=16
                        local.get 0
                        i32.load offset=8
                        local.get 8
                        i32.add
                        i32.const 46
                        i32.store8
                        local.get 0
                        local.get 12
                        i64.const -10000
                        i64.mul
                        local.get 13
                        i64.add
                        i32.const 4
                        call 16
                        i32.const 255
                        i32.and
                        local.set 11
                        br 2 (;@6;)
                      end
                      local.get 0
                      i32.const 32821
                      i32.const 8
                      call 14
                      i32.const 255
                      i32.and
                      local.tee 11
                      i32.const 2
                      i32.ne
                      br_if 6 (;@1;)
                      block ;; label = @8
                        local.get 12
                        i64.const -1
                        i64.gt_s
                        br_if 0 (;@8;)
                        local.get 0
                        i32.load offset=16
                        local.tee 8
                        local.get 0
                        i32.load offset=12
                        i32.ge_u
                        br_if 6 (;@2;)
                        local.get 0
                        local.get 8
                        i32.const 1
                        i32.add
                        i32.store offset=16
                        local.get 0
                        i32.load offset=8
                        local.get 8
                        i32.add
                        i32.const 45
                        i32.store8
                      end
                      local.get 0
                      local.get 13
                      i32.const 1
                      call 16
                      i32.const 255
                      i32.and
                      local.tee 11
                      i32.const 2
                      i32.ne
                      br_if 6 (;@1;)
                      local.get 0
                      i32.load offset=16
                      local.tee 8
                      local.get 0
                      i32.load offset=12
                      local.tee 1
                      local.get 8
                      local.get 1
                      i32.gt_u
                      select
                      local.set 3
                      local.get 0
                      i32.load offset=8
                      local.set 10
                      i32.const 0
                      local.set 11
                      i32.const 0
                      local.set 7
                      i32.const 0
                      local.set 9
                      loop ;; label = @8
                        local.get 3
                        local.get 8
                        i32.eq
                        br_if 7 (;@1;)
                        local.get 0
                        local.get 8
                        i32.const 1
                        i32.add
                        local.tee 1
                        i32.store offset=16
                        local.get 10
                        local.get 8
                        i32.add
                        local.get 9
                        i32.load8_u offset=32829
                        i32.store8
                        local.get 7
                        i32.const 1
                        i32.and
                        local.set 2
                        local.get 1
                        local.set 8
                        i32.const 1
                        local.set 7
                        i32.const 1
                        local.set 9
                        local.get 2
                        i32.eqz
                        br_if 0 (;@8;)
                        br 3 (;@5;)
                      end
                    end
                    local.get 12
                    i64.const 86400000
                    i64.div_s
                    local.tee 13
                    i64.const -86400000
                    i64.mul
                    local.get 12
                    i64.add
                    local.tee 14
                    i64.const 63
                    i64.shr_s
                    local.get 13
                    i64.add
                    i64.const 719468
                    i64.add
                    local.tee 12
                    local.get 12
                    i64.const 146097
                    i64.div_s
                    local.tee 12
                    i64.const 146097
                    i64.mul
                    i64.sub
                    local.tee 13
                    i64.const 63
                    i64.shr_s
                    local.tee 15
                    local.get 12
                    i64.add
                    i64.const 400
                    i64.mul
                    local.get 15
                    i64.const 146097
                    i64.and
                    local.get 13
                    i64.add
                    local.tee 12
                    local.get 12
                    i64.const 146095
                    i64.gt_u
                    i64.extend_i32_u
                    i64.sub
                    i32.wrap_i64
                    local.get 12
                    i32.wrap_i64
                    local.tee 8
                    i32.const 1460
                    i32.div_u
                    i32.sub
                    local.get 8
                    i32.const 36524
                    i32.div_u
                    i32.add
                    local.tee 8
                    i32.const 365
                    i32.div_s
                    i64.extend_i32_u
                    local.tee 13
                    i64.add
                    i64.const 3
                    i64.const -9
                    local.get 12
                    local.get 8
                    i32.const -1460
                    i32.div_s
                    i64.extend_i32_s
                    i64.add
                    local.get 8
                    i32.const 36500
                    i32.div_s
                    i64.extend_i32_u
                    i64.add
                    local.get 13
                    i64.const -365
                    i64.mul
                    i64.add
                    local.tee 12
                    i64.const 306
                    i64.lt_s
                    select
                    local.get 12
                    i32.wrap_i64
                    i32.const 5
                    i32.mul
                    i32.const 2
                    i32.add
                    i32.const 153
                    i32.div_s
                    local.tee 8
                    i64.extend_i32_s
                    i64.add
                    local.tee 13
                    i64.const 3
                    i64.lt_s
                    i64.extend_i32_u
                    i64.add
                    local.tee 15
                    i64.const -1
                    i64.add
                    i64.const 9999
                    i64.ge_u
                    br_if 5 (;@1;)
                    local.get 0
                    i32.const 32831
                    i32.const 8
                    call 14
                    i32.const 255
                    i32.and
                    local.tee 11
                    i32.const 2
                    i32.ne
                    br_if 5 (;@1;)
                    local.get 4
                    i32.const 90
                    i32.store8 offset=124
                    local.get 4
                    i32.const 3
                    i32.store offset=120
                    local.get 4
                    i32.const 46
                    i32.store8 offset=108
                    local.get 4
                    i32.const 2
                    i32.store offset=104
                    local.get 4
                    i32.const 58
                    i32.store8 offset=92
                    local.get 4
                    i32.const 2
                    i32.store offset=88
                    local.get 4
                    i32.const 58
                    i32.store8 offset=76
                    local.get 4
                    i32.const 2
                    i32.store offset=72
                    local.get 4
                    i32.const 84
                    i32.store8 offset=60
                    local.get 4
                    i32.const 2
                    i32.store offset=56
                    local.get 4
                    i32.const 45
                    i32.store8 offset=44
                    local.get 4
                    i32.const 2
                    i32.store offset=40
                    local.get 4
                    i32.const 45
                    i32.store8 offset=28
                    local.get 4
                    i32.const 4
                    i32.store offset=24
                    local.get 4
                    local.get 15
                    i64.store offset=16
                    local.get 4
                    local.get 14
                    i64.const 86400000
                    i64.add
                    local.get 14
                    local.get 14
                    i64.const 0
                    i64.lt_s
                    select
                    i32.wrap_i64
                    local.tee 1
                    i32.const 3600000
                    i32.div_u
                    i64.extend_i32_u
                    i64.store offset=64
                    local.get 4
                    local.get 1
                    i32.const 1000
                    i32.div_u
                    local.tee 7
                    i32.const 60
                    i32.rem_u
                    i64.extend_i32_u
                    i64.store offset=96
                    local.get 4
                    local.get 13
                    local.get 13
                    i64.const 63
                    i64.shr_s
                    local.tee 15
                    i64.xor
                    local.get 15
                    i64.sub
                    i64.store offset=32
                    local.get 4
                    local.get 7
                    i32.const -1000
                    i32.mul
                    local.get 1
                    i32.add
                    i64.extend_i32_u
                    i64.store offset=112
                    local.get 4
                    local.get 1
                    i32.const 60000
                    i32.div_u
                    i32.const 65535
                    i32.and
                    i32.const 60
                    i32.rem_u
                    i64.extend_i32_u
                    i64.store offset=80
                    local.get 4
                    local.get 12
                    local.get 8
                    i32.const 153
                    i32.mul
                    i32.const 2
                    i32.add
                    i32.const -5
                    i32.div_s
                    i64.extend_i32_s
                    i64.add
                    local.tee 12
                    i64.const -1
                    i64.xor
                    local.get 12
                    i64.const 1
                    i64.add
                    local.get 12
                    i64.const -1
                    i64.lt_s
                    select
                    i64.store offset=48
                    i32.const 0
                    local.set 1
                    loop ;; label = @7
                      local.get 4
                      i32.const 8
                      i32.add
                      local.get 1
                      i32.add
                      local.tee 8
                      i32.const 20
                      i32.add
                      i32.load8_u
                      local.set 7
                      block ;; label = @8
                        block ;; label = @9
                          local.get 0
                          local.get 8
                          i32.const 8
                          i32.add
                          i64.load
                          local.get 8
                          i32.const 16
                          i32.add
                          i32.load
                          call 16
                          i32.const 255
                          i32.and
                          local.tee 8
                          i32.const 2
                          i32.ne
                          br_if 0 (;@9;)
                          local.get 0
                          i32.load offset=16
                          local.tee 8
                          local.get 0
                          i32.load offset=12
                          i32.lt_u
                          br_if 1 (;@8;)
                          i32.const 0
                          local.set 8
                        end
                        local.get 8
                        i32.const 1
                        i32.and
                        local.set 11
                        br 2 (;@6;)
                      end
                      local.get 0
                      local.get 8
                      i32.const 1
                      i32.add
                      i32.store offset=16
                      local.get 0
                      i32.load offset=8
                      local.get 8
                      i32.add
                      local.get 7
                      i32.store8
                      local.get 1
                      i32.const 16
                      i32.add
                      local.tee 1
                      i32.const 112
                      i32.ne
                      br_if 0 (;@7;)
                    end
                    i32.const 2
                    local.set 11
                  end
                  local.get 11
                  i32.const 2
                  i32.ne
                  br_if 4 (;@1;)
                  local.get 0
                  i32.load offset=16
                  local.set 1
                end
                i32.const 0
                local.set 11
                i32.const 0
                local.get 0
                i32.load offset=12
                local.tee 8
                local.get 1
                i32.sub
                local.tee 7
                local.get 7
                local.get 8
                i32.gt_u
                select
                local.set 7
                local.get 1
                i32.const 1
                i32.add
                local.set 9
                local.get 0
                i32.load offset=8
                local.get 1
                i32.add
                local.set 1
                i32.const 0
                local.set 8
                loop ;; label = @5
                  local.get 7
                  local.get 8
                  i32.eq
                  br_if 4 (;@1;)
                  local.get 0
                  local.get 9
                  local.get 8
                  i32.add
                  i32.store offset=16
                  local.get 1
                  local.get 8
                  i32.add
                  local.get 8
                  i32.const 32864
                  i32.add
                  i32.load8_u
                  i32.store8
                  local.get 8
                  i32.const 1
                  i32.add
                  local.tee 8
                  i32.const 3
                  i32.ne
                  br_if 0 (;@5;)
                  br 2 (;@3;)
                end
              end
              i32.const 0
              local.set 11
              local.get 0
              i32.load offset=16
              local.tee 8
              local.get 0
              i32.load offset=12
              i32.ge_u
              br_if 2 (;@1;)
              local.get 0
              i32.load offset=8
              local.get 8
              i32.add
              i32.const 123
              i32.store8
              local.get 0
              local.get 8
              i32.const 1
              i32.add
              i32.store offset=16
              block ;; label = @4
                local.get 5
                i32.load
                local.get 10
                i32.add
                i32.load
                local.tee 16
                i32.eqz
                br_if 0 (;@4;)
                local.get 10
                i32.const 4
                i32.add
                local.set 17
                i32.const 0
                local.set 10
                i32.const 1
                local.set 1
                loop ;; label = @5
                  local.get 1
                  local.set 18
                  local.get 0
                  i32.load
                  i32.load
                  local.tee 6
                  i32.const 8
                  i32.add
                  local.set 19
                  local.get 6
                  i32.const 4
                  i32.add
                  local.set 20
                  loop ;; label = @6
                    local.get 10
                    local.tee 8
                    i32.const 1
                    i32.add
                    local.set 10
                    local.get 19
                    local.get 20
                    local.get 17
                    local.get 8
                    i32.const 3
                    i32.shl
                    i32.add
                    local.tee 21
                    i32.add
                    i32.load
                    local.tee 5
                    i32.add
                    local.set 8
                    local.get 5
                    local.get 6
                    i32.add
                    i32.load8_u offset=3
                    i32.const 127
                    i32.and
                    i32.const 1
                    i32.add
                    local.set 1
                    block ;; label = @7
                      loop ;; label = @8
                        local.get 1
                        i32.const -1
                        i32.add
                        local.tee 1
                        i32.eqz
                        br_if 1 (;@7;)
                        block ;; label = @9
                          local.get 8
                          i32.load
                          local.tee 7
                          local.get 2
                          i32.add
                          local.tee 9
                          local.get 7
                          i32.lt_u
                          br_if 0 (;@9;)
                          block ;; label = @10
                            block ;; label = @11
                              block ;; label = @12
                                block ;; label = @13
                                  local.get 8
                                  i32.const 4
                                  i32.add
                                  i32.load
                                  local.tee 7
                                  i32.const 24
                                  i32.shr_u
                                  i32.const 127
                                  i32.and
                                  i32.const -1
                                  i32.add
                                  br_table 0 (;@13;) 1 (;@12;) 4 (;@9;) 2 (;@11;) 4 (;@9;)
                                end
                                local.get 9
                                i32.load8_u
                                local.set 9
                                br 2 (;@10;)
                              end
                              local.get 9
                              i32.load16_u align=1
                              local.set 9
                              br 1 (;@10;)
                            end
                            local.get 9
                            i32.load align=1
                            local.set 9
                          end
                          local.get 8
                          i32.const 8
                          i32.add
                          local.set 8
                          local.get 9
                          local.get 7
                          i32.const 16777215
                          i32.and
                          i32.eq
                          br_if 1 (;@8;)
                        end
                      end
                      local.get 10
                      local.get 16
                      i32.ne
                      br_if 1 (;@6;)
                      br 3 (;@4;)
                    end
                  end
                  local.get 21
                  local.get 6
                  i32.add
                  i32.load
                  local.set 1
                  local.get 0
                  i32.load offset=16
                  local.set 8
                  block ;; label = @6
                    local.get 18
                    i32.const 1
                    i32.and
                    br_if 0 (;@6;)
                    local.get 8
                    local.get 0
                    i32.load offset=12
                    i32.ge_u
                    br_if 4 (;@2;)
                    local.get 0
                    i32.load offset=8
                    local.get 8
                    i32.add
                    i32.const 44
                    i32.store8
                    local.get 0
                    local.get 0
                    i32.load offset=16
                    i32.const 1
                    i32.add
                    i32.store offset=16
                  end
                  block ;; label = @6
                    block ;; label = @7
                      block ;; label = @8
                        local.get 0
                        local.get 1
                        call 8
                        i32.const 255
                        i32.and
                        local.tee 7
                        i32.const 2
                        i32.ne
                        br_if 0 (;@8;)
                        block ;; label = @9
                          local.get 0
                          i32.load offset=16
                          local.tee 1
                          local.get 0
                          i32.load offset=12
                          i32.lt_u
                          br_if 0 (;@9;)
                          i32.const 0
                          local.set 7
                          br 3 (;@6;)
                        end
                        local.get 0
                        i32.load offset=8
                        local.get 1
                        i32.add
                        i32.const 58
                        i32.store8
                        local.get 0
                        local.get 0
                        i32.load offset=16
                        i32.const 1
                        i32.add
                        i32.store offset=16
                        i32.const 0
                        local.set 1
                        local.get 0
                        local.get 5
                        local.get 2
                        local.get 3
                        call 11
                        i32.const 255
                        i32.and
                        local.tee 7
                        i32.const 2
                        i32.eq
                        br_if 1 (;@7;)
                      end
                      local.get 3
                      br_if 1 (;@6;)
                      local.get 7
                      i32.const 1
                      i32.and
                      i32.eqz
                      br_if 1 (;@6;)
                      local.get 0
                      i32.const 1
                      i32.store8 offset=20
                      local.get 0
                      local.get 8
                      local.get 0
                      i32.load offset=16
                      local.tee 1
                      local.get 8
                      local.get 1
                      i32.lt_u
                      select
                      i32.store offset=16
                      local.get 18
                      local.set 1
                    end
                    local.get 10
                    local.get 16
                    i32.lt_u
                    br_if 1 (;@5;)
                    br 2 (;@4;)
                  end
                end
                local.get 7
                i32.const 1
                i32.and
                local.set 11
                br 3 (;@1;)
              end
              local.get 0
              i32.load offset=16
              local.tee 8
              local.get 0
              i32.load offset=12
              i32.ge_u
              br_if 2 (;@1;)
              local.get 0
              i32.load offset=8
              local.get 8
              i32.add
              i32.const 125
              i32.store8
              local.get 0
              local.get 0
              i32.load offset=16
              i32.const 1
              i32.add
              i32.store offset=16
            end
            i32.const 2
            local.set 11
            br 1 (;@1;)
          end
          i32.const 0
          local.set 11
        end
        local.get 4
        i32.const 128
        i32.add
        global.set 0
        local.get 11
      )
      (func (;12;) (type 9) (param i32 i64) (result i32)
        (local i32 i32)
        block ;; label = @1
          block ;; label = @2
            local.get 1
            i64.const -1
            i64.gt_s
            br_if 0 (;@2;)
            i32.const 0
            local.set 2
            local.get 0
            i32.load offset=16
            local.tee 3
            local.get 0
            i32.load offset=12
            i32.ge_u
            br_if 1 (;@1;)
            local.get 0
            local.get 3
            i32.const 1
            i32.add
            i32.store offset=16
            local.get 0
            i32.load offset=8
            local.get 3
            i32.add
            i32.const 45
            i32.store8
            i64.const 0
            local.get 1
            i64.sub
            local.set 1
          end
          local.get 0
          local.get 1
          i32.const 1
          call 16
          i32.const 255
          i32.and
          local.set 2
        end
        local.get 2
      )
      (func (;13;) (type 8) (param i32 i32 i32) (result i32)
        (local i32 i32 i32)
        global.get 0
        i32.const 16
        i32.sub
        local.tee 3
        global.set 0
        i32.const 1
        local.set 4
        block ;; label = @1
          local.get 2
          local.get 1
          i32.add
          local.tee 5
          local.get 2
          i32.lt_u
          br_if 0 (;@1;)
          local.get 5
          i32.const 4
          i32.add
          local.tee 2
          local.get 1
          i32.lt_u
          br_if 0 (;@1;)
          block ;; label = @2
            block ;; label = @3
              local.get 2
              i32.load align=1
              local.tee 2
              br_if 0 (;@3;)
              local.get 3
              i32.const 4
              i32.add
              i32.const 1
              i32.const 0
              call 9
              br 1 (;@2;)
            end
            local.get 5
            i32.load align=1
            local.tee 1
            i32.eqz
            br_if 1 (;@1;)
            local.get 2
            i64.extend_i32_u
            local.get 1
            i64.extend_i32_u
            i64.add
            local.get 0
            i32.load offset=4
            i64.load32_u
            i64.const 16
            i64.shl
            i64.gt_u
            br_if 1 (;@1;)
            local.get 3
            i32.const 4
            i32.add
            local.get 1
            local.get 2
            call 9
          end
          i32.const 1
          local.set 4
          local.get 3
          i32.load offset=4
          i32.const 1
          i32.eq
          br_if 0 (;@1;)
          local.get 0
          local.get 3
          i32.load offset=8
          local.get 3
          i32.load offset=12
          call 10
          i32.const 255
          i32.and
          local.set 4
        end
        local.get 3
        i32.const 16
        i32.add
        global.set 0
        local.get 4
      )
      (func (;14;) (type 8) (param i32 i32 i32) (result i32)
        (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
        local.get 0
        i32.load offset=16
        local.tee 3
        local.get 0
        i32.load offset=12
        local.tee 4
        local.get 3
        local.get 4
        i32.gt_u
        select
        local.set 5
        local.get 0
        i32.load offset=8
        local.set 6
        i32.const 0
        local.set 7
        local.get 3
        local.set 8
        i32.const 0
        local.set 9
        block ;; label = @1
          loop ;; label = @2
            local.get 8
            local.get 5
            i32.eq
            br_if 1 (;@1;)
            local.get 0
            local.get 8
            i32.const 1
            i32.add
            local.tee 10
            i32.store offset=16
            local.get 6
            local.get 8
            i32.add
            local.get 9
            i32.load8_u offset=32892
            i32.store8
            local.get 10
            local.set 8
            local.get 9
            i32.const 1
            i32.add
            local.tee 9
            i32.const 17
            i32.ne
            br_if 0 (;@2;)
          end
          local.get 6
          local.get 10
          i32.add
          local.set 11
          local.get 10
          local.get 4
          local.get 10
          local.get 4
          local.get 10
          i32.gt_u
          select
          i32.sub
          local.set 12
          i32.const 0
          local.set 7
          i32.const 0
          local.set 8
          local.get 10
          local.set 5
          loop ;; label = @2
            local.get 12
            local.get 8
            i32.add
            i32.eqz
            br_if 1 (;@1;)
            local.get 11
            local.get 8
            i32.add
            local.get 1
            local.get 8
            i32.add
            i32.load8_u
            i32.store8
            local.get 0
            local.get 10
            local.get 8
            i32.add
            i32.const 1
            i32.add
            i32.store offset=16
            local.get 5
            i32.const 1
            i32.add
            local.set 5
            local.get 2
            local.get 8
            i32.const 1
            i32.add
            local.tee 8
            i32.ne
            br_if 0 (;@2;)
          end
          local.get 4
          local.get 5
          local.get 4
          local.get 5
          i32.gt_u
          select
          local.get 3
          local.get 9
          i32.add
          i32.sub
          local.get 8
          i32.sub
          local.set 5
          local.get 10
          local.get 8
          i32.add
          local.tee 10
          local.get 6
          i32.add
          local.set 9
          i32.const 0
          local.set 7
          i32.const 0
          local.set 8
          loop ;; label = @2
            local.get 5
            local.get 8
            i32.eq
            br_if 1 (;@1;)
            local.get 0
            local.get 10
            local.get 8
            i32.add
            i32.const 1
            i32.add
            i32.store offset=16
            local.get 9
            local.get 8
            i32.const 32909
            i32.add
            i32.load8_u
            i32.store8
            local.get 9
            i32.const 1
            i32.add
            local.set 9
            local.get 8
            i32.const 1
            i32.add
            local.tee 8
            i32.const 9
            i32.ne
            br_if 0 (;@2;)
          end
          i32.const 2
          local.set 7
        end
        local.get 7
      )
      (func (;15;) (type 6) (param i32 i32) (result i32)
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
                                          call 22
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
                                      call 22
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
                                      call 22
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
                                      call 22
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
              call 22
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
                call 22
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
      (func (;16;) (type 10) (param i32 i64 i32) (result i32)
        (local i32 i64 i32 i32 i32 i32)
        global.get 0
        i32.const 16
        i32.sub
        local.tee 3
        global.set 0
        i64.const 1
        local.set 4
        block ;; label = @1
          block ;; label = @2
            block ;; label = @3
              local.get 2
              i32.const 2
              i32.lt_u
              br_if 0 (;@3;)
              local.get 2
              i32.const -2
              i32.add
              local.set 2
              i64.const 1
              local.set 4
              loop ;; label = @4
                local.get 3
                local.get 4
                i64.const 0
                i64.const 10
                i64.const 0
                call 5
                block ;; label = @5
                  block ;; label = @6
                    local.get 3
                    i64.load offset=8
                    i64.const 0
                    i64.ne
                    br_if 0 (;@6;)
                    local.get 3
                    i64.load
                    local.set 4
                    local.get 2
                    br_if 1 (;@5;)
                    local.get 4
                    i64.eqz
                    br_if 4 (;@2;)
                    br 3 (;@3;)
                  end
                  i64.const -1
                  local.set 4
                  local.get 2
                  i32.eqz
                  br_if 2 (;@3;)
                end
                local.get 2
                i32.const -1
                i32.add
                local.set 2
                br 0 (;@4;)
              end
            end
            loop ;; label = @3
              block ;; label = @4
                local.get 1
                local.get 4
                i64.div_u
                i64.const 9
                i64.gt_u
                br_if 0 (;@4;)
                local.get 0
                i32.load offset=16
                local.tee 2
                local.get 0
                i32.load offset=12
                local.tee 5
                local.get 2
                local.get 5
                i32.gt_u
                select
                local.set 6
                local.get 0
                i32.load offset=8
                local.set 7
                loop ;; label = @5
                  block ;; label = @6
                    local.get 6
                    local.get 2
                    i32.ne
                    br_if 0 (;@6;)
                    i32.const 0
                    local.set 2
                    br 5 (;@1;)
                  end
                  local.get 0
                  local.get 2
                  i32.const 1
                  i32.add
                  local.tee 5
                  i32.store offset=16
                  local.get 7
                  local.get 2
                  i32.add
                  local.get 1
                  local.get 4
                  i64.div_u
                  i64.const 10
                  i64.rem_u
                  i32.wrap_i64
                  i32.const 48
                  i32.or
                  i32.store8
                  local.get 4
                  i64.const 10
                  i64.lt_u
                  local.set 8
                  local.get 5
                  local.set 2
                  local.get 4
                  i64.const 10
                  i64.div_u
                  local.set 4
                  local.get 8
                  i32.eqz
                  br_if 0 (;@5;)
                end
                i32.const 2
                local.set 2
                br 3 (;@1;)
              end
              local.get 4
              i64.const 10
              i64.mul
              local.tee 4
              i64.eqz
              i32.eqz
              br_if 0 (;@3;)
            end
          end
          call 17
          unreachable
        end
        local.get 3
        i32.const 16
        i32.add
        global.set 0
        local.get 2
      )
      (func (;17;) (type 11)
        call 23
        unreachable
      )
      (func (;18;) (type 7) (param i32 i32 i32)
        (local i32 i32 i32 i32 i32 i32 i32)
        global.get 0
        i32.const 65616
        i32.sub
        local.tee 3
        global.set 0
        i32.const 0
        local.set 4
        local.get 3
        i32.const 0
        i32.const 65536
        memory.fill
        local.get 3
        i32.const 0
        i32.load offset=33208
        i32.store offset=65536
        local.get 3
        memory.size
        i32.store offset=65540
        local.get 3
        i64.const 65472
        i64.store offset=65556 align=4
        local.get 3
        local.get 3
        i32.store offset=65552
        local.get 3
        local.get 3
        i32.const 65540
        i32.add
        i32.store offset=65548
        local.get 3
        local.get 3
        i32.const 65536
        i32.add
        i32.store offset=65544
        block ;; label = @1
          block ;; label = @2
            block ;; label = @3
              local.get 0
              i32.const 2
              i32.eq
              br_if 0 (;@3;)
              local.get 3
              i32.const 0
              i32.store8 offset=65564
              local.get 3
              i32.const 65544
              i32.add
              local.get 2
              call 6
              local.get 0
              br_if 2 (;@1;)
              local.get 3
              i32.const 24
              i32.store offset=65612
              local.get 3
              i64.const 85899345936
              i64.store offset=65604 align=4
              local.get 3
              i32.load offset=65544
              i32.load
              local.set 4
              i32.const 0
              local.set 0
              loop ;; label = @4
                local.get 3
                i32.const 65568
                i32.add
                local.get 0
                i32.add
                local.get 3
                i32.const 65604
                i32.add
                local.get 0
                i32.add
                i32.load
                local.get 4
                i32.add
                i32.load
                i32.store
                local.get 0
                i32.const 4
                i32.add
                local.tee 0
                i32.const 12
                i32.ne
                br_if 0 (;@4;)
              end
              local.get 3
              i32.load offset=65576
              local.set 5
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      local.get 3
                      i32.load offset=65568
                      local.tee 6
                      br_if 0 (;@7;)
                      local.get 3
                      i32.load offset=65572
                      local.tee 6
                      i32.eqz
                      br_if 3 (;@4;)
                      local.get 3
                      i32.load offset=65560
                      local.tee 7
                      local.get 3
                      i32.load offset=65556
                      local.tee 0
                      i32.ge_u
                      br_if 5 (;@2;)
                      local.get 3
                      i32.load offset=65552
                      local.get 7
                      i32.add
                      local.set 4
                      local.get 7
                      local.get 0
                      local.get 7
                      local.get 0
                      i32.gt_u
                      select
                      local.get 7
                      i32.sub
                      local.set 2
                      local.get 7
                      i32.const 1
                      i32.add
                      local.set 8
                      i32.const 0
                      local.set 0
                      br 1 (;@6;)
                    end
                    local.get 3
                    i32.load offset=65560
                    local.tee 7
                    local.get 3
                    i32.load offset=65556
                    local.tee 0
                    i32.ge_u
                    br_if 4 (;@2;)
                    local.get 3
                    i32.load offset=65552
                    local.get 7
                    i32.add
                    local.set 4
                    local.get 7
                    local.get 0
                    local.get 7
                    local.get 0
                    i32.gt_u
                    select
                    local.get 7
                    i32.sub
                    local.set 2
                    local.get 7
                    i32.const 1
                    i32.add
                    local.set 8
                    i32.const 0
                    local.set 0
                    block ;; label = @7
                      loop ;; label = @8
                        local.get 4
                        local.get 0
                        i32.add
                        local.get 0
                        i32.const 32869
                        i32.add
                        i32.load8_u
                        i32.store8
                        local.get 0
                        i32.const 11
                        i32.eq
                        br_if 1 (;@7;)
                        local.get 2
                        local.get 0
                        i32.const 1
                        i32.add
                        local.tee 0
                        i32.eq
                        br_if 6 (;@2;)
                        br 0 (;@8;)
                      end
                    end
                    local.get 3
                    local.get 8
                    local.get 0
                    i32.add
                    i32.store offset=65560
                    local.get 3
                    i32.const 65544
                    i32.add
                    local.get 6
                    call 7
                    i32.const 255
                    i32.and
                    local.tee 0
                    i32.const 2
                    i32.eq
                    br_if 2 (;@4;)
                    local.get 3
                    local.get 7
                    local.get 3
                    i32.load offset=65560
                    local.tee 4
                    local.get 7
                    local.get 4
                    i32.lt_u
                    select
                    i32.store offset=65560
                    i32.const 1
                    local.set 4
                    local.get 0
                    i32.const 1
                    i32.and
                    br_if 1 (;@5;)
                    br 5 (;@1;)
                  end
                  block ;; label = @6
                    loop ;; label = @7
                      local.get 4
                      local.get 0
                      i32.add
                      local.get 0
                      i32.const 32869
                      i32.add
                      i32.load8_u
                      i32.store8
                      local.get 0
                      i32.const 11
                      i32.eq
                      br_if 1 (;@6;)
                      local.get 2
                      local.get 0
                      i32.const 1
                      i32.add
                      local.tee 0
                      i32.eq
                      br_if 5 (;@2;)
                      br 0 (;@7;)
                    end
                  end
                  local.get 3
                  local.get 8
                  local.get 0
                  i32.add
                  i32.store offset=65560
                  local.get 3
                  i32.const 65544
                  i32.add
                  local.get 6
                  local.get 1
                  i32.const 0
                  call 11
                  i32.const 255
                  i32.and
                  local.tee 0
                  i32.const 2
                  i32.eq
                  br_if 1 (;@4;)
                  local.get 3
                  local.get 7
                  local.get 3
                  i32.load offset=65560
                  local.tee 4
                  local.get 7
                  local.get 4
                  i32.lt_u
                  select
                  i32.store offset=65560
                  i32.const 1
                  local.set 4
                  local.get 0
                  i32.const 1
                  i32.and
                  i32.eqz
                  br_if 4 (;@1;)
                end
                local.get 3
                i32.const 1
                i32.store8 offset=65564
              end
              block ;; label = @4
                local.get 5
                i32.eqz
                br_if 0 (;@4;)
                local.get 3
                i32.load offset=65560
                local.tee 7
                local.get 3
                i32.load offset=65556
                local.tee 0
                i32.ge_u
                br_if 2 (;@2;)
                local.get 3
                i32.load offset=65552
                local.get 7
                i32.add
                local.set 4
                local.get 7
                local.get 0
                local.get 7
                local.get 0
                i32.gt_u
                select
                local.get 7
                i32.sub
                local.set 2
                local.get 7
                i32.const 1
                i32.add
                local.set 6
                i32.const 0
                local.set 0
                block ;; label = @5
                  loop ;; label = @6
                    local.get 4
                    local.get 0
                    i32.add
                    local.get 0
                    i32.const 32881
                    i32.add
                    i32.load8_u
                    i32.store8
                    local.get 0
                    i32.const 10
                    i32.eq
                    br_if 1 (;@5;)
                    local.get 2
                    local.get 0
                    i32.const 1
                    i32.add
                    local.tee 0
                    i32.eq
                    br_if 4 (;@2;)
                    br 0 (;@6;)
                  end
                end
                local.get 3
                local.get 6
                local.get 0
                i32.add
                i32.store offset=65560
                i32.const 0
                local.set 4
                local.get 3
                i32.const 65544
                i32.add
                local.get 5
                local.get 1
                i32.const 0
                call 11
                i32.const 255
                i32.and
                local.tee 0
                i32.const 2
                i32.eq
                br_if 3 (;@1;)
                local.get 3
                local.get 7
                local.get 3
                i32.load offset=65560
                local.tee 4
                local.get 7
                local.get 4
                i32.lt_u
                select
                i32.store offset=65560
                i32.const 1
                local.set 4
                local.get 0
                i32.const 1
                i32.and
                i32.eqz
                br_if 3 (;@1;)
                local.get 3
                i32.const 1
                i32.store8 offset=65564
              end
              i32.const 0
              local.set 4
              br 2 (;@1;)
            end
            local.get 3
            i32.const 1
            i32.store8 offset=65564
            local.get 3
            i32.const 65544
            i32.add
            local.get 2
            call 6
            br 1 (;@1;)
          end
          i32.const 1
          local.set 4
        end
        local.get 3
        i32.load offset=65560
        local.set 7
        local.get 3
        i32.load8_u offset=65564
        local.set 0
        local.get 3
        i32.const 2
        i32.store offset=65600
        local.get 3
        i32.const 32950
        i32.store offset=65596
        local.get 3
        i32.const 15
        i32.store offset=65588
        local.get 3
        i32.const 32935
        i32.store offset=65584
        local.get 3
        local.get 0
        i32.store8 offset=65580
        local.get 3
        i32.const 17
        i32.store offset=65576
        local.get 3
        i32.const 32918
        i32.store offset=65572
        local.get 3
        local.get 4
        i32.store8 offset=65568
        i32.const 0
        local.set 4
        i32.const 0
        i32.const 65536
        local.get 7
        i32.sub
        local.tee 0
        local.get 0
        i32.const 65536
        i32.gt_u
        select
        local.set 8
        local.get 3
        i32.const 1
        i32.store8 offset=65592
        i32.const 1
        local.get 3
        local.get 7
        i32.add
        local.get 7
        i32.const 65536
        i32.gt_u
        select
        local.set 9
        i32.const 0
        local.set 0
        i32.const 0
        local.set 5
        loop ;; label = @1
          local.get 5
          local.get 8
          i32.ge_u
          local.set 6
          loop ;; label = @2
            block ;; label = @3
              block ;; label = @4
                local.get 4
                i32.eqz
                br_if 0 (;@4;)
                local.get 4
                local.get 2
                i32.eq
                br_if 0 (;@4;)
                local.get 4
                local.set 1
                br 1 (;@3;)
              end
              loop ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    local.get 0
                    i32.const 36
                    i32.eq
                    br_if 0 (;@6;)
                    local.get 3
                    i32.const 65568
                    i32.add
                    local.get 0
                    i32.add
                    local.tee 4
                    i32.load8_u
                    i32.eqz
                    br_if 1 (;@5;)
                    local.get 4
                    i32.const 8
                    i32.add
                    i32.load
                    local.tee 2
                    i32.eqz
                    br_if 1 (;@5;)
                    local.get 0
                    i32.const 12
                    i32.add
                    local.set 0
                    local.get 4
                    i32.load offset=4
                    local.tee 1
                    local.get 2
                    i32.add
                    local.set 2
                    br 3 (;@3;)
                  end
                  call 0
                  local.set 1
                  block ;; label = @6
                    local.get 5
                    local.get 7
                    i32.add
                    local.tee 0
                    i32.const -65537
                    i32.add
                    i32.const -65536
                    i32.lt_u
                    br_if 0 (;@6;)
                    local.get 3
                    local.set 4
                    block ;; label = @7
                      loop ;; label = @8
                        local.get 3
                        i32.const 0
                        i32.store offset=65576
                        local.get 3
                        i64.const 0
                        i64.store offset=65568
                        local.get 1
                        local.get 4
                        local.get 0
                        i32.const 4096
                        local.get 0
                        i32.const 4096
                        i32.lt_u
                        select
                        local.tee 2
                        local.get 3
                        i32.const 65568
                        i32.add
                        call 1
                        local.get 3
                        i32.load8_u offset=65568
                        br_if 1 (;@7;)
                        local.get 4
                        local.get 2
                        i32.add
                        local.set 4
                        local.get 0
                        local.get 2
                        i32.sub
                        local.tee 0
                        br_if 0 (;@8;)
                        br 2 (;@6;)
                      end
                    end
                    local.get 3
                    i32.load8_u offset=65572
                    br_if 0 (;@6;)
                    local.get 3
                    i32.const 65576
                    i32.add
                    i32.load
                    call 2
                  end
                  local.get 1
                  call 3
                  local.get 3
                  i32.const 65616
                  i32.add
                  global.set 0
                  return
                end
                local.get 0
                i32.const 12
                i32.add
                local.set 0
                br 0 (;@4;)
              end
            end
            local.get 1
            i32.const 1
            i32.add
            local.set 4
            local.get 6
            br_if 0 (;@2;)
          end
          local.get 9
          local.get 5
          i32.add
          local.get 1
          i32.load8_u
          i32.store8
          local.get 5
          i32.const 1
          i32.add
          local.set 5
          br 0 (;@1;)
        end
      )
      (func (;19;) (type 3) (param i32 i32 i32 i32) (result i32)
        block ;; label = @1
          block ;; label = @2
            local.get 1
            i32.eqz
            br_if 0 (;@2;)
            local.get 0
            local.get 1
            local.get 2
            local.get 3
            call 4
            i32.const 1
            i32.eq
            local.set 1
            br 1 (;@1;)
          end
          i32.const 0
          i32.load offset=33208
          i32.load
          i32.const 828797539
          i32.eq
          local.set 1
        end
        i32.const 0
        local.get 1
        i32.store offset=33212
        i32.const 0
        local.get 2
        local.get 1
        call 18
        local.get 1
      )
      (func (;20;) (type 12) (param i32) (result i32)
        (local i32 i32)
        i32.const 0
        i32.load offset=33208
        i32.load
        local.tee 1
        i32.const 828797539
        i32.eq
        local.set 2
        block ;; label = @1
          block ;; label = @2
            block ;; label = @3
              block ;; label = @4
                block ;; label = @5
                  block ;; label = @6
                    block ;; label = @7
                      i32.const 0
                      i32.load offset=33212
                      i32.const -1
                      i32.add
                      br_table 0 (;@7;) 1 (;@6;) 3 (;@4;)
                    end
                    local.get 0
                    i32.const 1
                    i32.ne
                    br_if 1 (;@5;)
                    br 4 (;@2;)
                  end
                  local.get 0
                  i32.const 1
                  i32.eq
                  br_if 2 (;@3;)
                end
                i32.const 2
                i32.const 1
                local.get 1
                i32.const 828797539
                i32.eq
                local.tee 0
                select
                local.get 2
                local.get 0
                call 18
                local.get 2
                return
              end
              local.get 0
              i32.const 1
              i32.ne
              br_if 2 (;@1;)
              br 1 (;@2;)
            end
            i32.const 1
            local.get 2
            i32.const 1
            call 18
          end
          i32.const 1
          local.set 2
        end
        local.get 2
      )
      (func (;21;) (type 2) (param i32)
        i32.const 0
        i32.const 2
        i32.store offset=33212
        i32.const 0
        local.get 0
        i32.store offset=33208
      )
      (func (;22;) (type 8) (param i32 i32 i32) (result i32)
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
            call 22
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
      (func (;23;) (type 11)
        unreachable
      )
      (data (;0;) (i32.const 32768) "caplink: ,\22decision\22:\22deny\22,\22decision\22:\22allow\22decimaldurationmsdatetimefalsetrue{\22type\22:,\22id\22:ip\22}}\5cu,\22resource\22:,\22context\22:{\22__extn\22:{\22fn\22:\22\22,\22arg\22:\22,\22truncated\22:true,\22omitted\22:true}\0a\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\02\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\03\04\04\04\04\04\00\00\00\00\00\00\00\00\00\00\00")
      (data (;1;) (i32.const 33208) "\ff\ff\ff\ff\02\00\00\00")
    )
    (core instance (;0;) (instantiate 0))
    (alias core export 0 "memory" (core memory (;0;)))
    (alias core export 0 "r" (core func (;0;)))
    (core instance (;1;) (instantiate 1
        (with "env" (instance 0))
      )
    )
    (alias export 2 "get-stderr" (func (;0;)))
    (core func (;1;) (canon lower (func 0) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 1 "[method]output-stream.blocking-write-and-flush" (func (;1;)))
    (core func (;2;) (canon lower (func 1) string-encoding=utf8 (memory 0) (realloc 0)))
    (core func (;3;) (canon resource.drop 0))
    (core func (;4;) (canon resource.drop 1))
    (core instance (;2;)
      (export "get-stderr" (func 1))
    )
    (core instance (;3;)
      (export "[resource-drop]error" (func 4))
    )
    (core instance (;4;)
      (export "[method]output-stream.blocking-write-and-flush" (func 2))
      (export "[resource-drop]output-stream" (func 3))
    )
    (core instance (;5;) (instantiate 2
        (with "env" (instance 0))
        (with "e" (instance 1))
        (with "wasi:cli/stderr" (instance 2))
        (with "wasi:io/error" (instance 3))
        (with "wasi:io/streams" (instance 4))
      )
    )
    (alias export 0 "charge" (func (;2;)))
    (core func (;5;) (canon lower (func 2) string-encoding=utf8 (memory 0) (realloc 0)))
    (alias export 0 "ping" (func (;3;)))
    (core func (;6;) (canon lower (func 3) string-encoding=utf8 (memory 0) (realloc 0)))
    (core module (;3;)
      (type (;0;) (func (param i32 i32 i64 i32)))
      (type (;1;) (func (param i32) (result i32)))
      (type (;2;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;3;) (func (param i32)))
      (type (;4;) (func (param i32) (result i32)))
      (type (;5;) (func (param i32 i32 i32 i32) (result i32)))
      (type (;6;) (func (param i32 i32 i64) (result i32)))
      (type (;7;) (func (param i32) (result i32)))
      (import "h" "0" (func (;0;) (type 0)))
      (import "h" "1" (func (;1;) (type 1)))
      (import "o" "decide" (func (;2;) (type 2)))
      (import "o" "start" (func (;3;) (type 3)))
      (import "o" "end" (func (;4;) (type 4)))
      (import "m" "r" (func (;5;) (type 5)))
      (import "m" "memory" (memory (;0;) 1 65536))
      (import "m" "g" (global (;0;) (mut i32)))
      (export "f0" (func 6))
      (export "f1" (func 7))
      (func (;6;) (type 6) (param i32 i32 i64) (result i32)
        i32.const 0
        local.get 0
        i32.store offset=147456
        i32.const 0
        local.get 1
        i32.store offset=147460
        i32.const 0
        local.get 2
        i64.store offset=147464
        i32.const 147760
        call 3
        i32.const 147520
        i32.const 236
        i32.const 147456
        i32.const 147488
        call 2
        call 4
        if ;; label = @1
          local.get 0
          local.get 1
          local.get 2
          i32.const 147472
          call 0
          i32.const 147472
          i32.const 148192
          global.set 0
          return
        end
        i32.const 147488
        i32.const 148192
        global.set 0
      )
      (func (;7;) (type 7) (param i32) (result i32)
        i32.const 0
        local.get 0
        i32.store offset=147456
        i32.const 147992
        call 3
        i32.const 147992
        i32.const 0
        i32.const 147456
        i32.const 147488
        call 2
        call 4
        if ;; label = @1
          local.get 0
          call 1
          i32.const 148192
          global.set 0
          return
        end
        unreachable
      )
    )
    (core instance (;6;)
      (export "0" (func 5))
      (export "1" (func 6))
    )
    (core instance (;7;) (instantiate 3
        (with "h" (instance 6))
        (with "m" (instance 0))
        (with "e" (instance 1))
        (with "o" (instance 5))
      )
    )
    (type (;5;) (result string (error string)))
    (type (;6;) (func (param "account" string) (param "cents" u64) (result 5)))
    (alias core export 7 "f0" (core func (;7;)))
    (func (;4;) (type 6) (canon lift (core func 7) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;5;) "charge" (func 4) (func (type 6)))
    (type (;7;) (func (param "x" u32) (result u32)))
    (alias core export 7 "f1" (core func (;8;)))
    (func (;6;) (type 7) (canon lift (core func 8) string-encoding=utf8 (memory 0) (realloc 0)))
    (export (;7;) "ping" (func 6) (func (type 7)))
  )
  (alias export 2 "output-stream" (type (;6;)))
  (alias export 1 "error" (type (;7;)))
  (instance (;4;) (instantiate 0
      (with "t0" (type 6))
      (with "t1" (type 7))
      (with "i0" (instance 0))
      (with "i1" (instance 2))
      (with "i2" (instance 3))
    )
  )
  (component (;1;)
    (@custom "the agent: 209 bytes, sha256 00fc455d4a173a9e96627685d9f8d51d92885fadb556f9cbcd4df60399982a83" "")
  )
  (instance (;5;) (instantiate 1
      (with "acme:pay/api" (instance 4))
    )
  )
  (@custom "caplink: a copy of the lockfile, 3103 bytes" "")
)
