/** The one account of the emulator, as COS writes accounts in XML. */
export const owner = { ID: 'qcs::cam::uin/100000000001:uin/100000000001', DisplayName: '100000000001' };
