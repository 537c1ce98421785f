(component
  (type $amount (record (field "cents" u64) (field "currency" string)))
  (import "amount" (type $a (eq $amount)))
  (import "pay" (func (param "amount" $a) (result (result $a (error string)))))
  (import "note" (func async (param "text" string))))
