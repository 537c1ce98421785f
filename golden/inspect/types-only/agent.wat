(component
  (type $units (instance (type (enum "eur" "usd")) (export "currency" (type (eq 0)))))
  (import "acme:money/units@1.2.0" (instance $i (type $units)))
  (alias export $i "currency" (type $currency))
  (import "local-currency" (type (eq $currency)))
  (import "note" (func (param "text" string)))
)
