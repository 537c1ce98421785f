(component
  (type $units (instance (type (record (field "cents" u64))) (export "amount" (type (eq 0)))))
  (import "acme:money/units@1.2.0" (instance $i (type $units)))
  (alias export $i "amount" (type $amount))
  (import "acme:pay/api" (instance
    (alias outer 1 $amount (type $a)) (export "amount" (type $a' (eq $a)))
    (export "pay" (func (param "amount" $a'))))))
