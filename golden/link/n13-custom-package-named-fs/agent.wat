(component
  (import "wasi:filesystem/types@0.2.6" (instance $t (export "descriptor" (type (sub resource)))))
  (alias export $t "descriptor" (type $d))
  (import "wasi:filesystem/preopens@0.2.6" (instance
    (alias outer 1 $d (type $o))
    (export "descriptor" (type $dd (eq $o)))
    (type $own (own $dd)) (type $tu (tuple $own string)) (type $l (list $tu))
    (export "get-directories" (func (result $l)))))
  (import "fs:evil/thing" (instance (export "f" (func)))))
