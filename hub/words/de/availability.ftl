# Genug zu tun haben, und wieder helfen können.

availability-full = Du erfährst von keinen neuen Gesuchen, bis du sagst, dass du wieder helfen kannst.
availability-back = Schön, dass du wieder da bist. Was inzwischen kam, wird jetzt durchgesehen.
