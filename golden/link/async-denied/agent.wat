(component
  (import "acme:flow/pipe@0.1.0" (instance
    (export "job" (type $job (sub resource)))
    (type $bytes (stream u8)) (type $done (future (result (error string)))) (type $jobs (stream (own $job))) (type $one (future (own $job)))
    (export "fetch" (func async (param "url" string) (result (result $bytes (error string)))))
    (export "send" (func async (param "data" $bytes) (param "done" $done) (result (result (error string)))))
    (type $words (stream string)) (type $number (future u32)) (export "pair" (func (result (tuple $words $number))))
    (export "start" (func (param "input" $jobs) (result $one)))
    (export "wait" (func async (param "a" string) (param "b" string) (param "c" (own $job)) (param "d" (list (own $job)))))
    (export "[static]job.spawn" (func async (param "name" string) (result (own $job))))
    (export "[method]job.poll" (func async (param "self" (borrow $job)) (result (option u32)))))))
