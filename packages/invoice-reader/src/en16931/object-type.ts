/** UNTDID 1001 code that marks a reference as the invoiced object (BT-18, BT-128). */
export const OBJECT_TYPE_CODE = '130';
