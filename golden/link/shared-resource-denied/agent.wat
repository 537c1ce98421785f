(component
  (import "acme:db/types" (instance $t
    (export "connection" (type $connection (sub resource)))
    (export "row" (type (sub resource)))
    (export "[method]connection.close" (func (param "self" (borrow $connection))))))
  (alias export $t "connection" (type $connection))
  (alias export $t "row" (type $row))
  (import "acme:db/query" (instance
    (alias outer 1 $connection (type $c)) (export "connection" (type $c' (eq $c)))
    (alias outer 1 $row (type $r)) (export "row" (type $r' (eq $r)))
    (export "select" (func (param "on" (borrow $c')) (param "sql" string) (result (list (own $r')))))
    (export "drop-table" (func (param "on" (borrow $c')) (param "rows" (list (own $r'))) (result (result (error string)))))))
  (import "acme:db/admin" (instance
    (alias outer 1 $connection (type $c)) (export "connection" (type $c' (eq $c)))
    (export "connect" (func (param "url" string) (result (result (own $c') (error string)))))))
)
